package io.trackmc.net.metrics;

import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.trackmc.net.management.ManagementCounters;
import io.trackmc.net.management.Refusal;
import io.trackmc.net.tree.FeedResult;

/** Metrics of a process that serves several sessions, besides those of its nodes. One use, one thread. */
public final class ProcessMetrics {

    private final Samples out = new Samples(Labels.EMPTY);

    /** Whether a session is served now. */
    public void session(String name, String group, boolean isUp) {
        out.gauge("track_session_up", "1 while the session is served, 0 while it is down.",
                Labels.of("name", name, "session", group), isUp ? 1 : 0);
    }

    /** What a tenant takes of what it has. */
    public void tenant(String name, TenantUse use) {
        Labels labels = Labels.of("tenant", name);
        out.gauge("track_tenant_children", "Children of all sessions of a tenant.", labels, use.children);
        out.gauge("track_tenant_memory_bytes", "Most heap that the sessions of a tenant may take.", labels,
                use.memoryBytes);
        if (use.maxChildren < Integer.MAX_VALUE) {
            out.gauge("track_tenant_max_children", "Most children that the sessions of a tenant may have.", labels,
                    use.maxChildren);
        }
        if (use.maxMemoryBytes < Long.MAX_VALUE) {
            out.gauge("track_tenant_max_memory_bytes", "Heap that the sessions of a tenant are allowed.", labels,
                    use.maxMemoryBytes);
        }
        if (use.maxBytesPerSecond > 0) {
            out.gauge("track_tenant_max_bytes_per_second", "Most bytes that the sessions of a tenant send in a second.",
                    labels, use.maxBytesPerSecond);
        }
    }

    /** What happened at the management address. */
    public void management(ManagementCounters counters) {
        management(out, counters);
    }

    /** All of them. */
    public MetricSnapshots build() {
        return out.build();
    }

    static void management(Samples out, ManagementCounters counters) {
        out.counter("track_management_answers", "Requests to the management address that were answered.", "", "",
                counters.answers());
        for (Refusal why : Refusal.values()) {
            out.counter("track_management_refusals",
                    "Requests and connections to the management address refused, by why.", "reason", why,
                    counters.refusals(why));
        }
        for (FeedResult result : FeedResult.values()) {
            out.counter("track_tree_reports", "Questions for the trees of nodes below, by what came of them.",
                    "result", result, counters.trees(result));
        }
    }

    /**
     * What a tenant takes, and may.
     *
     * @param children of its sessions
     * @param maxChildren {@link Integer#MAX_VALUE} for no limit
     * @param memoryBytes most that its sessions may take
     * @param maxMemoryBytes {@link Long#MAX_VALUE} for no limit
     * @param maxBytesPerSecond 0 for no limit
     */
    public record TenantUse(int children, int maxChildren, long memoryBytes, long maxMemoryBytes,
            long maxBytesPerSecond) {}
}
