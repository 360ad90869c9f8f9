package io.trackmc.net.node;

import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.trackmc.keys.transport.file.JsonText;
import io.trackmc.net.EngineDriver;
import io.trackmc.net.drill.DrillDesk;
import io.trackmc.net.management.ManagementSource;
import io.trackmc.net.metrics.NodeMetrics;
import io.trackmc.net.metrics.NodeWatch;
import io.trackmc.net.tree.TreeNode;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a running node tells at its management address. */
final class NodeManagement implements ManagementSource {

    /** A driver's thread that is held up for so long does not come back by itself. */
    private static final long STUCK_NS = 10_000_000_000L;

    private final EngineDriver driver;
    private final NodeWatch watch;
    private final NodeMetrics metrics;
    private final Supplier<CompletableFuture<Consumer<JsonText>>> status;
    private final Supplier<CompletableFuture<TreeNode>> tree;
    private final @Nullable DrillDesk drills;

    /**
     * Of one node.
     *
     * @param status asks the driver's thread what there is to be told, and does not wait
     * @param tree the same for the live tree
     * @param drills takes orders; null where they are refused
     */
    NodeManagement(EngineDriver driver, NodeWatch watch, NodeMetrics metrics,
            Supplier<CompletableFuture<Consumer<JsonText>>> status, Supplier<CompletableFuture<TreeNode>> tree,
            @Nullable DrillDesk drills) {
        this.drills = drills;
        this.driver = driver;
        this.watch = watch;
        this.metrics = metrics;
        this.status = status;
        this.tree = tree;
    }

    @Override
    public MetricSnapshots metrics() {
        return metrics.collect();
    }

    /** The driver's thread only takes down what is written elsewhere. */
    @Override
    public CompletableFuture<String> status() {
        return status.get().thenApplyAsync(written -> {
            JsonText out = new JsonText();
            written.accept(out);
            return out.oneLine();
        });
    }

    @Override
    public boolean hasTree() {
        return true;
    }

    @Override
    public CompletableFuture<List<TreeNode>> tree() {
        return tree.get().thenApply(List::of);
    }

    @Override
    public @Nullable String whyNotAlive() {
        if (driver.ended().isDone()) {
            return "the node has ended";
        }
        long lateNs = driver.lateNs(System.nanoTime());
        return lateNs < STUCK_NS ? null : "its thread has been held up for " + TimeUnit.NANOSECONDS.toSeconds(lateNs)
                + " s";
    }

    @Override
    public @Nullable String whyNotReady() {
        String dead = whyNotAlive();
        return dead == null ? watch.figures().readiness().whyNot() : dead;
    }

    @Override
    public InstantSource clock() {
        return watch.clock();
    }

    @Override
    public @Nullable DrillDesk drills() {
        return drills;
    }
}
