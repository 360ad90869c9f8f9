package io.trackmc.net.metrics;

import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.trackmc.keys.transport.bundle.NodeConfig;
import io.trackmc.keys.transport.bundle.NodeRole;
import io.trackmc.keys.transport.file.KeyFileException;
import io.trackmc.keys.transport.tls.TlsCredentials;
import io.trackmc.net.NetCounterId;
import io.trackmc.net.NetCounters;
import io.trackmc.net.NodeSockets;
import io.trackmc.net.management.ManagementCounters;
import io.trackmc.proto.engine.EngineEvent.ChildLoss;
import io.trackmc.proto.engine.EngineEvent.ParentLoss;
import io.trackmc.proto.event.CounterId;
import io.trackmc.proto.event.Counters;
import io.trackmc.proto.event.DropReason;
import io.trackmc.proto.event.DurationBuckets;
import io.trackmc.proto.event.LossCause;
import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.proto.sender.SenderStall;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All metrics of a node, of what its driver's thread has published. Labels tell role, group ({@code session}) and, of sender and repair heads, region: nothing that
 * grows with the group, no name or id of another node, nothing of contents or keys. One thread, unless said otherwise.
 */
public final class NodeMetrics {

    private static final Set<DropReason> NOT_AUTHENTIC = EnumSet.of(DropReason.BAD_ICV, DropReason.WRONG_KEY_CLASS,
            DropReason.FORGED_CONTENT, DropReason.CLEAR_CONTENT, DropReason.BAD_REKEY);
    private static final double MS_PER_SECOND = 1e3;

    private final NodeConfig config;
    private final NodeRole role;
    private final NodeWatch watch;
    private final Supplier<List<Counters>> engines;
    private final DurationBuckets gapTimes;
    private final NetCounters socketCounters;
    private final @Nullable ManagementCounters management;
    private final SocketDrops socketDrops;
    private final Labels labels;
    private volatile OptionalLong expiry = OptionalLong.empty();

    /**
     * Of one node.
     *
     * @param hostedAs its name among the nodes of the process, which is a label then; null where there is no other
     * @param engines counters of all its engines so far; any thread
     * @param gapTimes how long gaps were open until a repair filled them
     * @param management what happens at its management address; null when it has none of its own
     */
    public NodeMetrics(NodeConfig config, @Nullable String hostedAs, NodeWatch watch, Supplier<List<Counters>> engines,
            DurationBuckets gapTimes, NodeSockets sockets,
            @Nullable ManagementCounters management) {
        this.config = config;
        this.role = config.self().role();
        this.watch = watch;
        this.engines = engines;
        this.gapTimes = gapTimes;
        this.socketCounters = sockets.counters();
        this.socketDrops = SocketDrops.of(sockets.boundAddresses());
        this.management = management;
        this.labels = hostedAs == null ? labels(config) : labels(config).add("name", hostedAs);
        if (management != null || hostedAs != null) {
            expires(expiry(config)); // of others nobody asks
        }
    }

    /** What the build wrote into the jar's manifest. */
    static String version() {
        String built = NodeMetrics.class.getPackage().getImplementationVersion();
        return built == null ? "unknown" : built;
    }

    private static Labels labels(NodeConfig config) {
        Labels labels = Labels.of("role", config.self().role().text(), "session", config.groupName());
        NodeConfig.Region region = config.region();
        return region == null ? labels : labels.add("region", Integer.toUnsignedString(region.id()));
    }

    /** What they are now. */
    public MetricSnapshots collect() {
        Samples out = new Samples(labels);
        List<Counters> counters = engines.get();
        for (CounterMetric metric : CounterMetric.ALL) {
            if (metric.roles().contains(role)) {
                out.counter(metric.name(), metric.help(), metric.label(), metric.value(), sum(counters, metric.id()));
            }
        }
        drops(out, counters);
        figures(out);
        if (Roles.CHILDREN.contains(role)) {
            parents(out);
            lost(out, counters);
        }
        if (Roles.PARENTS.contains(role)) {
            for (ChildLoss why : ChildLoss.values()) {
                out.counter("track_children_gone", "Children that have gone, by why.", "reason", why,
                        watch.childrenLost().get(why));
            }
        }
        if (role == NodeRole.SENDER) {
            for (SenderStall cause : SenderStall.values()) {
                out.seconds("track_sender_stalled_seconds",
                        "Time that the sender had something to send and did not send it, by why.", "cause", cause,
                        sum(counters, cause.nanoseconds()));
            }
        }
        if (config.receipts() != null) {
            receipts(out);
        }
        keys(out);
        host(out);
        return out.build();
    }

    private static void drops(Samples out, List<Counters> counters) {
        for (DropReason reason : DropReason.values()) {
            long count = counters.stream().mapToLong(c -> c.get(reason)).sum();
            out.counter("track_drops", "Datagrams, or parts of one, that were dropped, by why.", "reason", reason,
                    count);
            if (NOT_AUTHENTIC.contains(reason)) {
                out.counter("track_auth_failures", "Dropped because they were not what their sender should have sent.",
                        "kind", reason, count);
            }
            switch (reason) {
                case DUPLICATE -> out.counter("track_duplicates", "Packets of data that were here already.", "", "",
                        count);
                case REPLAYED -> out.counter("track_replays_rejected", "Datagrams seen before, or too old to tell.",
                        "", "", count);
                default -> {}
            }
        }
    }

    private void figures(Samples out) {
        NodeFigures figures = watch.figures();
        for (FigureMetric metric : FigureMetric.ALL) {
            if (metric.roles().contains(role)) {
                out.gauge(metric.name(), metric.help(), metric.label(), metric.value(), figures.get(metric.id()));
            }
        }
        out.gauge("track_ready", "1 while the node does its work, else 0.", "", "",
                figures.readiness() == Readiness.READY ? 1 : 0);
        if (Roles.PARENTS.contains(role)) {
            out.seconds("track_retention_seconds",
                    "How long ago the oldest packet was sent, or came, that is still held for children.",
                    figures.get(FigureId.RETENTION_MS) / MS_PER_SECOND);
        }
        // Afterwards nobody is left to report: the figure would stay at what the last one said.
        if (role == NodeRole.SENDER && figures.readiness() == Readiness.READY) {
            out.gauge("track_unacknowledged_packets", "Packets sent that somebody in the tree does not have yet.", "",
                    "",
                    Math.max(0, figures.get(FigureId.HIGHEST_SEQUENCE) - figures.get(FigureId.COMPLETE_SEQUENCE)));
        }
    }

    private void receipts(Samples out) {
        out.gauge("track_receipts_lag_packets",
                "Packets that receivers have confirmed here, added up over them, and no written receipt says yet.", "",
                "",
                watch.figures().get(FigureId.RECEIPTS_LAG));
        out.counter("track_receipts_written", "Receipts on the disk.", "", "", watch.receipts().countWritten());
        out.counter("track_receipts_failed", "Attempts to write a receipt that failed; each is tried again.", "", "",
                watch.receipts().countFailed());
    }

    private void parents(Samples out) {
        for (ParentLoss why : ParentLoss.values()) {
            out.counter("track_parent_changes", "Parents that were lost or left, by why.", "reason", why,
                    watch.parentsLost().get(why));
        }
        out.histogram("track_rebind_duration_seconds",
                "Time from when a parent fell silent, or was lost otherwise, until another one had confirmed.",
                watch.rebinds());
        out.histogram("track_gap_repair_seconds",
                "Time from when a packet was found missing until a repair brought it.",
                gapTimes);
        int parent = (int) watch.figures().get(FigureId.PARENT);
        config.parents().stream().filter(p -> p.id() == parent).forEach(p -> out.gauge("track_parent_region",
                "Number of the region that the node is in.", "", "", Integer.toUnsignedLong(p.region())));
    }

    private static void lost(Samples out, List<Counters> counters) {
        for (LossCause cause : LossCause.values()) {
            out.counter("track_packets_unrecoverable", "Packets given up for good, by why.", "cause", cause,
                    sum(counters, cause.packets()));
        }
    }

    private void keys(Samples out) {
        for (KeyLayer layer : KeyLayer.values()) {
            String text = layer.name().toLowerCase(Locale.ROOT);
            rekeys(out, text, "applied", watch.rekeys().get(layer));
            rekeys(out, text, "missed", watch.leftBehind().get(layer));
            out.counter("track_left_behind", "Times that only an authority could give the node its keys.", "layer",
                    text, watch.leftBehind().get(layer));
        }
    }

    private static void rekeys(Samples out, String layer, String result, long count) {
        out.counter("track_rekeys",
                "Rekeys applied, and those after which only an authority could give the node its keys.",
                Labels.of("layer", layer, "result", result), count);
    }

    private void host(Samples out) {
        for (NetCounterId id : NetCounterId.values()) {
            out.counter("track_net_" + id.name().toLowerCase(Locale.ROOT), "What the sockets count: "
                    + id.name().toLowerCase(Locale.ROOT).replace('_', ' ') + ".", "", "", socketCounters.get(id));
        }
        socketDrops.read().ifPresent(drops -> out.counter("track_socket_drops",
                "Datagrams that the kernel threw away because a socket of the node was full.", "", "", drops));
        if (management != null) {
            ProcessMetrics.management(out, management);
        }
        out.info("track_build", "The version that runs.", "version", version());
        OptionalLong expires = expiry;
        if (expires.isPresent()) {
            out.gauge("track_key_expiry_timestamp_seconds", "When the node's certificate expires.", "", "",
                    expires.getAsLong());
        }
    }

    /** Shows another time at which the node's certificate expires, as {@link #expiry} has found it. Any thread. */
    public void expires(OptionalLong when) {
        expiry = when;
    }

    /**
     * Reads when a node's certificate expires: at the start and when it has been renewed, never when somebody asks, and where nobody waits for it, because a file system
     * may not answer.
     *
     * @return seconds since 1970; empty when it has none that can be read: the metric is missing then, which an alert can tell
     */
    public static OptionalLong expiry(NodeConfig of) {
        NodeConfig.Authorities authorities = of.authorities();
        Path certificate = authorities == null ? of.files().certificate() : authorities.certificate();
        try {
            return certificate == null ? OptionalLong.empty()
                    : OptionalLong.of(TlsCredentials.certificates(certificate).getFirst().getNotAfter().toInstant()
                            .getEpochSecond());
        } catch (KeyFileException _) {
            return OptionalLong.empty();
        }
    }

    private static long sum(List<Counters> counters, CounterId id) {
        return counters.stream().mapToLong(c -> c.get(id)).sum();
    }
}
