package io.trackmc.keys.controller.authority;

import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.trackmc.keys.transport.file.JsonText;
import io.trackmc.keys.transport.registration.RefusalReason;
import io.trackmc.net.drill.DrillDesk;
import io.trackmc.net.management.ManagementCounters;
import io.trackmc.net.management.ManagementSource;
import io.trackmc.net.metrics.AuthorityMetrics;
import io.trackmc.proto.protect.KeyLayer;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What an authority tells at its management address: what its thread has published, at most a second or so old. Any thread. */
final class AuthorityManagement implements ManagementSource {

    /** A thread that has not come back for so long does not by itself. */
    private static final long STUCK_MS = 10_000;

    private final KeyLayer layer;
    private final String group;
    private final Instant certificateExpires;
    private final Supplier<AuthorityStatus> status;
    private final LongSupplier idleMs;
    private final ManagementCounters counters;
    private final @Nullable DrillDesk drills;

    /**
     * Of one authority.
     *
     * @param status as it was published last
     * @param idleMs how long its thread has not come back
     * @param drills takes orders; null where they are refused
     */
    AuthorityManagement(KeyLayer layer, String group, Instant certificateExpires, Supplier<AuthorityStatus> status,
            LongSupplier idleMs, ManagementCounters counters, @Nullable DrillDesk drills) {
        this.drills = drills;
        this.layer = layer;
        this.group = group;
        this.certificateExpires = certificateExpires;
        this.status = status;
        this.idleMs = idleMs;
        this.counters = counters;
    }

    @Override
    public @Nullable DrillDesk drills() {
        return drills;
    }

    @Override
    public MetricSnapshots metrics() {
        AuthorityStatus now = status.get();
        Map<String, Long> refusals = new TreeMap<>(now.refusals());
        for (RefusalReason reason : RefusalReason.values()) {
            refusals.putIfAbsent(reason.text(), 0L);
        }
        return AuthorityMetrics.of(new AuthorityMetrics.Figures(AuthorityCatalogue.role(layer), group,
                now.fault() == null, now.members(), now.rekeys(), now.epoch(), now.active(), now.converged(),
                now.feeds(), now.requests(), now.refused(), refusals, now.logEntries(), seconds(now.nextRekey()),
                certificateExpires.getEpochSecond()), counters);
    }

    @Override
    public CompletableFuture<String> status() {
        AuthorityStatus now = status.get();
        JsonText out = new JsonText().field("role", AuthorityCatalogue.role(layer)).field("group", group)
                .field("members", now.members()).field("rekeys", now.rekeys()).field("epoch", now.epoch())
                .field("active", now.active()).field("converged", now.converged()).field("feeds", now.feeds())
                .field("requests", now.requests()).field("refused", now.refused())
                .field("logEntries", now.logEntries())
                .field("certificateExpires", certificateExpires.toString());
        Instant next = now.nextRekey();
        String fault = now.fault();
        if (next == null) {
            out.nothing("nextRekey");
        } else {
            out.field("nextRekey", next.toString());
        }
        if (fault == null) {
            out.nothing("fault");
        } else {
            out.field("fault", fault);
        }
        return CompletableFuture.completedFuture(
                out.object("refusals", o -> new TreeMap<>(now.refusals()).forEach(o::field)).oneLine());
    }

    @Override
    public @Nullable String whyNotAlive() {
        long ms = idleMs.getAsLong();
        return ms < STUCK_MS ? null
                : "its thread has been held up for " + TimeUnit.MILLISECONDS.toSeconds(ms) + " s";
    }

    @Override
    public @Nullable String whyNotReady() {
        String dead = whyNotAlive();
        String fault = status.get().fault();
        return dead != null || fault == null ? dead : "it does nothing more: " + fault;
    }

    private static long seconds(@Nullable Instant time) {
        return time == null ? 0 : time.getEpochSecond();
    }
}
