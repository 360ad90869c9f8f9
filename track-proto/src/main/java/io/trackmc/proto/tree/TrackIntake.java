package io.trackmc.proto.tree;

import io.trackmc.proto.engine.EngineScratch;
import io.trackmc.proto.engine.Ingress;
import io.trackmc.proto.event.CounterId;
import io.trackmc.proto.event.Counters;
import io.trackmc.proto.event.DropReason;
import io.trackmc.proto.time.MicroClock;
import io.trackmc.proto.wire.TrackMessage;

/**
 * A parent's side of reports: takes a child's Track over (wire format §5.5), and tells of it those who repair and who send by it.
 *
 * <p>Packets come here verified under the pair key of a child of this run. Of an engine's one thread.
 */
final class TrackIntake {

    private final SubtreeTally tally;
    private final SessionState session;
    private final RepairServer repairs;
    private final RegionOwner owner;
    private final MicroClock clock;
    private final Counters counters;
    private final TrackMessage track;
    private final int storePackets;

    /**
     * @param clock by which this parent's Heartbeats say when they were sent
     * @param storePackets how far a child may say at most that it has come beyond its parent
     */
    TrackIntake(SubtreeTally tally, SessionState session, RepairServer repairs, RegionOwner owner, MicroClock clock,
            int storePackets, Counters counters, EngineScratch scratch) {
        this.tally = tally;
        this.session = session;
        this.repairs = repairs;
        this.owner = owner;
        this.clock = clock;
        this.storePackets = storePackets;
        this.counters = counters;
        this.track = scratch.received().track();
    }

    /** Takes a Track in, or drops it: one that is malformed, or of a child that does not count. */
    void onTrack(long nowNs, Child child, Ingress packet) {
        if (!track.parse(packet.bytes(), packet.offset())) {
            packet.drop(DropReason.MALFORMED);
            return;
        }
        if (!child.isBound()) {
            packet.drop(DropReason.STALE);
            return;
        }
        counters.increment(CounterId.TRACKS_RECEIVED);
        if (track.cumAck() > child.report().cumAck()) {
            child.progressed(nowNs);
        }
        boolean wasReachable = child.provenEndpoint() != null;
        if (track.hasHeartbeatEcho() && !child.echoed(track.heartbeatEcho())) {
            child.rtt().sample(clock.sinceNs(track.heartbeatEcho(), nowNs) - track.heartbeatDally() * 1000L);
        }
        child.report().update(track, child.isRepairHead());
        child.takeRate(nowNs, track);
        if (child.receipts() != null) {
            // No honest child is further ahead of its parent: the sender waits for both.
            long most = session.highestSequence() + storePackets;
            child.receipts().report(Math.min(track.subtreeConfirmed(), most), track.lateReceiverCount() > 0);
        }
        for (int i = 0; child.isRepairHead() && i < track.failureListLength(); i++) {
            tally.reportedFailed(track.failure(i), track.isFailureTooSlow(i));
        }
        boolean reachableNow = !wasReachable && child.provenEndpoint() != null;
        repairs.onTrack(nowNs, child, track, reachableNow);
        owner.onTrack(nowNs, child, track);
    }
}
