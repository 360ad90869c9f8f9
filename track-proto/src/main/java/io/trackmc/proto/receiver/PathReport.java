package io.trackmc.proto.receiver;

import io.trackmc.proto.rate.LossHistory;
import io.trackmc.proto.rate.RateController;
import io.trackmc.proto.rate.RateMeter;
import io.trackmc.proto.rate.RateReport;
import io.trackmc.proto.rate.SenderRtt;
import io.trackmc.proto.rate.ThroughputEquation;
import io.trackmc.proto.tree.SessionState;
import io.trackmc.proto.wire.TrackMessage;

/**
 * What a receiver says of the path from the sender to it: how fast TCP would go there by the losses of original data that it sees, or,
 * before the first, twice what comes through (RFC 4654 §3).
 */
final class PathReport {

    private static final long FIRST_RTT_NS = 2_000_000;
    private static final long MINIMUM_RTT_NS = 10_000;
    private static final long MAXIMUM_RTT_NS = 2_000_000_000L;
    /** What comes in bursts of the sender must not be taken for a rate. */
    private static final long LEAST_STRETCH_NS = 10_000_000;
    private static final double SLOW_START = 2;
    private static final double SECOND_NS = 1e9;
    private static final double SIZE_WEIGHT = 1 / 16.0;

    private final int nodeId;
    private final LossHistory losses = new LossHistory();
    private final RateMeter incoming = new RateMeter();
    private final SenderRtt rtt = new SenderRtt(MINIMUM_RTT_NS, MAXIMUM_RTT_NS);
    private final RateReport present = new RateReport();
    private final RateReport told = new RateReport();
    private double packetBytes;

    PathReport(int nodeId) {
        this.nodeId = nodeId;
    }

    /** There is another parent. */
    void onParent(long bindRttNs) {
        rtt.restart(Math.max(bindRttNs, FIRST_RTT_NS));
    }

    /** One hop takes so long, and the parent is so many from the sender: a guess until it says how long all of them take. */
    void onHop(long hopNs, int parentLevel) {
        if (hopNs > 0 && parentLevel < SessionState.DISCONNECTED) {
            rtt.guess(hopNs * (parentLevel + 1));
        }
    }

    /** The parent says how long the way to the sender is, over the tree. */
    void onSenderRtt(long nowNs, long rttNs) {
        rtt.path(nowNs, rttNs);
    }

    /**
     * An OData came that is new.
     *
     * @param timestamp of the sender
     * @return whether the sender should know of it soon
     */
    boolean onData(long nowNs, long sequence, int bytes, int timestamp) {
        packetBytes = packetBytes == 0 ? bytes : packetBytes + (bytes - packetBytes) * SIZE_WEIGHT;
        rtt.arrived(nowNs, timestamp);
        incoming.count(nowNs, bytes, Math.max(rtt.rttNs(), LEAST_STRETCH_NS));
        boolean first = !losses.hasLoss();
        return lost(losses.arrived(nowNs, sequence, rtt.longestNs()), first);
    }

    /** The sender has been silent since it sent everything up to here. */
    boolean onSilence(long nowNs, long sequence) {
        boolean first = !losses.hasLoss();
        return lost(losses.passed(nowNs, sequence, rtt.longestNs()), first);
    }

    void fill(TrackMessage track) {
        compute();
        told.copy(present);
        if (told.isTold()) {
            track.rate(told.rate(), told.limiter(), told.rttMicros(), told.lossInterval());
        }
    }

    /** What is said now. */
    RateReport present() {
        return present;
    }

    private boolean lost(boolean eventBegan, boolean first) {
        if (!eventBegan) {
            return false;
        }
        if (first) {
            // Nobody begins with less, and what came through before says nothing of the path when the source had little to say.
            double begun = RateController.START_PACKETS * packetBytes * SECOND_NS / rtt.rttNs();
            double reached = Math.max(incoming.bytesPerSecond(), begun);
            losses.seed(1 / ThroughputEquation.lossEventRate(packetBytes, rtt.rttNs(), reached / rtt.damping()));
        }
        compute();
        return present.isFarBelow(told);
    }

    private void compute() {
        double rate = losses.hasLoss()
                ? rtt.damping() * ThroughputEquation.bytesPerSecond(packetBytes, rtt.rttNs(), losses.lossEventRate())
                : SLOW_START * incoming.bytesPerSecond();
        if (rate < 1) {
            present.clear();
        } else {
            int interval = losses.hasLoss() ? (int) Math.min(losses.meanInterval(), Integer.MAX_VALUE) : 0;
            present.set((long) rate, nodeId, (int) (rtt.rttNs() / 1000), interval);
        }
    }
}
