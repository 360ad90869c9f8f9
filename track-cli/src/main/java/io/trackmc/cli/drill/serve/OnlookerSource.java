package io.trackmc.cli.drill.serve;

import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.trackmc.net.drill.DrillConsole;
import io.trackmc.net.management.ManagementSource;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What a program tells that has no nodes and shows the tree of others, with drills beside it. */
record OnlookerSource(DrillConsole console) implements ManagementSource {

    @Override
    public MetricSnapshots metrics() {
        return MetricSnapshots.of();
    }

    @Override
    public CompletableFuture<String> status() {
        return CompletableFuture.completedFuture(console.look());
    }

    @Override
    public boolean hasTree() {
        return true;
    }

    @Override
    public boolean isOnlooker() {
        return true;
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
