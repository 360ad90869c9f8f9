package io.trackmc.proto.repairhead;

import io.trackmc.proto.aggregate.SlowestPath;
import io.trackmc.proto.aggregate.SubtreeSummary;
import io.trackmc.proto.engine.EngineScratch;
import io.trackmc.proto.protect.HopKeys;
import io.trackmc.proto.rate.RateReport;
import io.trackmc.proto.tree.ParentBond;
import io.trackmc.proto.tree.SessionState;
import io.trackmc.proto.tree.SubtreeTally;
import io.trackmc.proto.tree.Upstream;
import io.trackmc.proto.window.ControlRecord;
import io.trackmc.proto.window.SequenceTracker;
import io.trackmc.proto.wire.TrackMessage;

/** A repair head's Track: what it has itself, and the minima and sums of what is below it. */
final class SubtreeReport {

    private final HopKeys keys;
    private final SessionState session;
    private final SequenceTracker tracker;
    private final ControlRecord control;
    private final Subtree subtree;
    private final SubtreeTally tally;
    private final LeadingEdge edge;
    private final SenderEcho echo;
    private final ToldCounts told;
    private final Upstream upstream;
    private final SlowestPath slowest;
    private final RateReport reportedRate = new RateReport();
    private final int jumpPackets;
    private final long[] bitmap;
    private long reportedAllowed;
    private long reportedTransportEpoch;
    private long reportedContentEpoch;

    /** @param jumpPackets by how much the room below must grow for a Track ahead of its time */
    SubtreeReport(
            HopKeys keys,
            SessionState session,
            SequenceTracker tracker,
            ControlRecord control,
            Subtree subtree,
            SubtreeTally tally,
            LeadingEdge edge,
            SenderEcho echo,
            ToldCounts told,
            Upstream upstream,
            SlowestPath slowest,
            int jumpPackets, EngineScratch scratch) {
        this.bitmap = scratch.bitmap();
        this.keys = keys;
        this.session = session;
        this.tracker = tracker;
        this.control = control;
        this.subtree = subtree;
        this.tally = tally;
        this.edge = edge;
        this.echo = echo;
        this.told = told;
        this.upstream = upstream;
        this.slowest = slowest;
        this.jumpPackets = jumpPackets;
    }

    /** Fills in everything but the Heartbeat echo. */
    void fill(long nowNs, TrackMessage track) {
        SubtreeSummary below = subtree.summarise();
        boolean leafless = below.receiversCumAck() == SubtreeSummary.NO_CHILD;
        reportedAllowed = subtree.highestAllowed();
        reportedTransportEpoch = transportEpoch();
        reportedContentEpoch = below.contentEpoch();
        track.cumAck(tracker.cumAck())
                .subtreeCumAck(subtree.cumAck())
                .highestAllowed(reportedAllowed)
                .subtreeConfirmed(leafless ? tracker.cumAck() : below.confirmed())
                .controlCumAck(Math.min(control.acknowledged(), below.controlCumAck()))
                .receiverCount(below.receiverCount())
                .completeCount(
                        toTell(nowNs, told.complete(), SubtreeTally.sum(below.completeCount(), tally.complete())))
                .failureCount(SubtreeTally.sum(below.failureCount(), tally.failed()))
                .lateReceiverCount(
                        upstream.binds().isCountedOnce(nowNs) ? below.lateReceiverCount() : below.receiverCount())
                .lateCount(toTell(nowNs, told.late(), SubtreeTally.sum(below.lateCount(), tally.late())))
                .slowest(subtree.holdsRoom() ? keys.nodeId() : below.slowest())
                .worstLoss(Math.max(edge.lossRate(), below.worstLoss()))
                .transportEpoch(reportedTransportEpoch)
                .contentEpoch(reportedContentEpoch);
        reportedRate.copy(slowest.find(nowNs));
        if (reportedRate.isTold()) {
            track.rate(reportedRate.rate(), reportedRate.limiter(), reportedRate.rttMicros(),
                    reportedRate.lossInterval());
        }
        echo.fill(nowNs, track);
        for (int i = 0; i < tally.failures().size(); i++) {
            track.addFailure(tally.failures().get(i), tally.failures().isTooSlow(i));
        }
        for (int i = 0; i < tally.reported().size(); i++) {
            track.addFailure(tally.reported().get(i), tally.reported().isTooSlow(i));
        }
        track.setBitmap(bitmap, tracker.missingBitmap(bitmap));
    }

    /**
     * Tells the parent early of much new room, of a much slower path, and that everybody below has a new epoch: else it would pass one level
     * per Track.
     */
    void onChildMoved(long nowNs) {
        if (session.isClosed()) {
            upstream.tracks().changed();
        } else {
            upstream.tracks().progressed();
        }
        if (subtree.highestAllowed() - reportedAllowed >= jumpPackets || hasNewEpoch()
                || slowest.find(nowNs).isFarBelow(reportedRate)) {
            upstream.tracks().hasten();
        }
    }

    private boolean hasNewEpoch() {
        return transportEpoch() > reportedTransportEpoch || subtree.contentEpochBelow() > reportedContentEpoch;
    }

    private long transportEpoch() {
        return Math.min(keys.transportEpoch(), subtree.transportEpochBelow());
    }

    private int toTell(long nowNs, ToldCount count, int total) {
        ParentBond bond = upstream.binds().bond();
        return bond == null ? 0 : count.tell(nowNs, total, bond.lastHeardNs());
    }
}
