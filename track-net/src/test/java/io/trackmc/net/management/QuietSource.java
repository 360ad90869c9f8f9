package io.trackmc.net.management;

import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A process that is alive and ready, has no metrics, and never says how it is. */
class QuietSource implements ManagementSource {

    @Override
    public MetricSnapshots metrics() {
        return MetricSnapshots.of();
    }

    @Override
    public CompletableFuture<String> status() {
        return new CompletableFuture<>();
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
