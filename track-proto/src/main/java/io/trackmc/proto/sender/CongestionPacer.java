package io.trackmc.proto.sender;

import io.trackmc.proto.aggregate.SlowestPath;
import io.trackmc.proto.engine.FlowConfig;
import io.trackmc.proto.engine.FlowConfig.SlowReceiver;
import io.trackmc.proto.engine.ProtocolConfig;
import io.trackmc.proto.rate.RateController;
import io.trackmc.proto.rate.RateMeter;
import io.trackmc.proto.rate.RateReport;
import io.trackmc.proto.rate.RttEstimator;
import io.trackmc.proto.rate.TokenBucket;
import io.trackmc.proto.time.Deadlines;
import io.trackmc.proto.tree.ChildTable;
import io.trackmc.proto.wire.SessionRules;

/** Holds the sender to the rate of the slowest path in the tree, if the session has congestion control; else to nothing. */
final class CongestionPacer {

    private static final int SILENT_ROUND_TRIPS = 4;
    private static final int SILENT_INTERVALS = 3;
    /** So much goes at once at most: a queue somewhere must take it. */
    private static final long BURST_NS = 2_000_000;
    private static final int LEAST_BURST_PACKETS = 2;
    private static final long SECOND_NS = 1_000_000_000L;
    private static final long LEAST_STRETCH_NS = 10_000_000;

    private final boolean active;
    private final SlowestPath slowest;
    private final RttEstimator treeRtt;
    private final long idleIntervalNs;
    private final int datagramBytes;
    private final int burstBytes;
    private final RateController controller;
    private final RateMeter sent = new RateMeter();
    private final TokenBucket bucket;
    private boolean begun;
    private long obeyedNs;
    private int limiter;
    private long silenceNs;
    private long silentAtNs = Deadlines.NONE;

    /** @param burstBytes most that may go at once however high the rate is */
    CongestionPacer(
            SessionRules rules, ChildTable children, RttEstimator treeRtt, ProtocolConfig config, int burstBytes) {
        this.active = rules.hasCongestionControl();
        this.treeRtt = treeRtt;
        this.idleIntervalNs = config.tree().trackIdleNs();
        this.slowest = new SlowestPath(children, idleIntervalNs);
        this.datagramBytes = config.datagramBytes();
        this.burstBytes = burstBytes;
        this.controller = new RateController(datagramBytes, leastBytesPerSecond(config));
        this.bucket = new TokenBucket(0, 0);
    }

    /**
     * Where those who are too slow are sent away, nobody can hold the group below the pace at which they are: who says that it cannot follow,
     * and is right, leaves little room then.
     */
    private static double leastBytesPerSecond(ProtocolConfig config) {
        FlowConfig flow = config.flow();
        return flow.slowReceiver() == SlowReceiver.EJECT
                ? (double) config.windowPackets() * config.datagramBytes() * SECOND_NS / flow.stallNs()
                : 0;
    }

    /** Whether a packet may go now. */
    boolean isOpen(long nowNs) {
        if (active && !begun) {
            begun = true;
            begin(nowNs);
        }
        return bucket.isOpen(nowNs);
    }

    /** When {@link #isOpen} becomes true if nothing changes. */
    long openAtNs() {
        return bucket.openAtNs();
    }

    /** Data or a repair went out. */
    void sent(long nowNs, int bytes) {
        if (active) {
            bucket.take(nowNs, bytes);
            sent.count(nowNs, bytes, stretchNs());
        }
    }

    /** A child has told something, or is gone. */
    void onReport(long nowNs) {
        if (begun && slowest.find(nowNs).isTold() && isNew()) {
            obey(nowNs, slowest.report());
        }
    }

    /** Slows down when the slowest path tells nothing more, and begins anew when nobody does. */
    void onTimeout(long nowNs) {
        if (!Deadlines.isDue(silentAtNs, nowNs)) {
            return;
        }
        if (!slowest.find(nowNs).isTold()) {
            silentAtNs = Deadlines.NONE;
            begin(nowNs);
        } else if (isNew()) {
            obey(nowNs, slowest.report());
        } else {
            controller.silence(nowNs);
            silentAtNs = Deadlines.after(nowNs, silenceNs);
            apply(nowNs);
        }
    }

    /** When that is next. */
    long deadlineNs() {
        return silentAtNs;
    }

    /** Bytes per second; 0 without congestion control, or before the first packet. */
    long bytesPerSecond() {
        return begun ? (long) controller.bytesPerSecond() : 0;
    }

    /** What the slowest path told last. */
    RateReport limit() {
        return slowest.report();
    }

    /** Whether it is not the report that was obeyed last. */
    private boolean isNew() {
        return silentAtNs == Deadlines.NONE || slowest.atNs() != obeyedNs || slowest.report().limiter() != limiter;
    }

    private void obey(long nowNs, RateReport report) {
        obeyedNs = slowest.atNs();
        limiter = report.limiter();
        silenceNs = Math.max(SILENT_ROUND_TRIPS * report.rttNs(), SILENT_INTERVALS * idleIntervalNs);
        silentAtNs = Deadlines.after(obeyedNs, silenceNs);
        controller.report(nowNs, (double) report.rate(), report.rttNs(), report.isLossy(),
                sent.bytesPerSecond(nowNs, stretchNs()));
        apply(nowNs);
    }

    private void begin(long nowNs) {
        controller.start(nowNs, treeRtt.rttNs());
        apply(nowNs);
    }

    private void apply(long nowNs) {
        long rate = (long) controller.bytesPerSecond();
        long burst = Math.clamp(rate / (SECOND_NS / BURST_NS), LEAST_BURST_PACKETS * datagramBytes, burstBytes);
        bucket.rate(nowNs, rate, (int) burst);
    }

    private long stretchNs() {
        return Math.max(treeRtt.rttNs(), LEAST_STRETCH_NS);
    }
}
