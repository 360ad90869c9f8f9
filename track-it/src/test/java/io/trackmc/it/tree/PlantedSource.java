package io.trackmc.it.tree;

import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.trackmc.net.drill.DrillConsole;
import io.trackmc.net.management.ManagementSource;
import io.trackmc.net.tree.TreeNode;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a process would tell that had nodes which are planted. */
public final class PlantedSource implements ManagementSource {

    private final Supplier<List<TreeNode>> nodes;
    private final @Nullable DrillConsole console;

    /** Asks for them each time. */
    public PlantedSource(Supplier<List<TreeNode>> nodes) {
        this(nodes, null);
    }

    /** The same with drills beside it. */
    public PlantedSource(Supplier<List<TreeNode>> nodes, @Nullable DrillConsole console) {
        this.nodes = nodes;
        this.console = console;
    }

    @Override
    public @Nullable DrillConsole console() {
        return console;
    }

    @Override
    public MetricSnapshots metrics() {
        return new MetricSnapshots();
    }

    @Override
    public CompletableFuture<String> status() {
        return CompletableFuture.completedFuture("{}");
    }

    @Override
    public boolean hasTree() {
        return true;
    }

    @Override
    public CompletableFuture<List<TreeNode>> tree() {
        return CompletableFuture.completedFuture(nodes.get());
    }

    @Override
    public @Nullable String whyNotAlive() {
        return null;
    }

    @Override
    public @Nullable String whyNotReady() {
        return null;
    }
}
