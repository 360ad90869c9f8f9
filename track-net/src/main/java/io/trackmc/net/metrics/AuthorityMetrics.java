package io.trackmc.net.metrics;

import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.trackmc.net.management.ManagementCounters;
import java.util.Map;

/** Metrics of an authority. No member is named. */
public final class AuthorityMetrics {

    private static final String EPOCH = "track_authority_epoch";
    private static final String EPOCH_HELP = "Epochs: the newest that was made, that which the group sends under, and the newest that everybody has, as far as it has told.";
    private static final String STATE = "state";
    private static final String REQUESTS = "track_authority_requests";
    private static final String REQUESTS_HELP = "Questions of members, by result.";
    private static final String RESULT = "result";

    private AuthorityMetrics() {}

    /**
     * How an authority stands.
     *
     * @param role as its configuration names it
     * @param group name
     * @param works whether it does anything
     * @param members that have keys
     * @param rekeys number of the last rekey
     * @param newestEpoch newest epoch
     * @param activeEpoch epoch that the group sends under; 0 not known
     * @param convergedEpoch newest epoch that everybody has; 0 not known
     * @param feeds senders that listen for rekeys
     * @param requests questions since it started
     * @param refused of these, refused
     * @param refusals by reason: of questions, connections ({@code tls}) and files
     * @param logEntries entries of its log
     * @param nextRekeySeconds when the next rekey is due, in seconds of the Unix epoch; 0 when none is
     * @param certificateExpirySeconds when its certificate expires, likewise
     */
    public record Figures(String role, String group, boolean works, int members, long rekeys, long newestEpoch,
            long activeEpoch, long convergedEpoch, int feeds, long requests, long refused, Map<String, Long> refusals,
            long logEntries, long nextRekeySeconds, long certificateExpirySeconds) {

        /** Keeps the map. */
        public Figures {
            refusals = Map.copyOf(refusals);
        }
    }

    /** All metrics. */
    public static MetricSnapshots of(Figures now, ManagementCounters management) {
        Samples out = new Samples(Labels.of("role", now.role, "session", now.group));
        gauge(out, "track_ready", "1 while the node does its work, else 0.", now.works ? 1 : 0);
        gauge(out, "track_authority_members", "Members that have keys.", now.members);
        gauge(out, "track_authority_feeds", "Senders that listen for rekeys.", now.feeds);
        gauge(out, "track_authority_log_entries", "Entries of the log.", now.logEntries);
        gauge(out, "track_authority_rekey_newest", "Number of the last rekey.", now.rekeys);
        out.gauge(EPOCH, EPOCH_HELP, STATE, "newest", now.newestEpoch);
        out.gauge(EPOCH, EPOCH_HELP, STATE, "active", now.activeEpoch);
        out.gauge(EPOCH, EPOCH_HELP, STATE, "converged", now.convergedEpoch);
        out.counter(REQUESTS, REQUESTS_HELP, RESULT, "accepted", now.requests - now.refused);
        out.counter(REQUESTS, REQUESTS_HELP, RESULT, "refused", now.refused);
        now.refusals.forEach((reason, count) -> out.counter("track_authority_refusals",
                "Questions, connections (tls) and files refused, by why.", "reason", reason.replace('-', '_'), count));
        if (now.nextRekeySeconds > 0) {
            gauge(out, "track_authority_next_rekey_timestamp_seconds", "When the next rekey is due.",
                    now.nextRekeySeconds);
        }
        gauge(out, "track_key_expiry_timestamp_seconds", "When the node's certificate expires.",
                now.certificateExpirySeconds);
        ProcessMetrics.management(out, management);
        out.info("track_build", "The version that runs.", "version", NodeMetrics.version());
        return out.build();
    }

    private static void gauge(Samples out, String name, String help, long level) {
        out.gauge(name, help, "", "", level);
    }
}
