package io.trackmc.proto.tree;

import io.trackmc.proto.seq.SequenceNumbers;
import io.trackmc.proto.wire.TrackMessage;

/**
 * What a child said in its newest Track. Last values only, so a lost Track is harmless (TRACK BB §4.3.2).
 */
public final class ChildReport {

    /** Earlier than any that is still to be used: who has receivers and has not reported yet has none of the next. */
    private static final long NO_EPOCH_YET = 1;

    private long cumAck;
    private long subtreeCumAck;
    private long highestAllowed;
    private long subtreeConfirmed;
    private long controlCumAck;
    private int receiverCount;
    private int completeCount;
    private int failureCount;
    private int lateReceiverCount;
    private int lateCount;
    private int slowest;
    private int worstLoss;
    private long transportEpoch;
    private long contentEpoch;

    /** Values to go by until the first Track: the child has nothing from {@code firstNeeded} on, and no content key that is still to be used. */
    void expect(long firstNeeded, int windowPackets, int receivers, int lateReceivers, int childId, long epoch) {
        cumAck = firstNeeded - 1;
        subtreeCumAck = cumAck;
        highestAllowed = Math.min(cumAck, SequenceNumbers.MAX - windowPackets) + windowPackets;
        subtreeConfirmed = 0;
        receiverCount = receivers;
        lateReceiverCount = lateReceivers;
        slowest = childId;
        transportEpoch = epoch;
        contentEpoch = receivers > 0 ? NO_EPOCH_YET : 0;
    }

    /**
     * Takes over a Track. What the child itself has never falls; what its subtree has may: a late child has joined it, or the Track
     * was overtaken on the way, which the next one puts right.
     *
     * @param countsOthers whether it is a repair head's; a receiver speaks for itself alone, and confirms by its good-bye
     */
    void update(TrackMessage track, boolean countsOthers) {
        cumAck = Math.max(cumAck, track.cumAck());
        subtreeCumAck = track.subtreeCumAck();
        highestAllowed = track.highestAllowed();
        subtreeConfirmed = track.subtreeConfirmed();
        controlCumAck = track.controlCumAck();
        receiverCount = countsOthers ? track.receiverCount() : 1;
        completeCount = countsOthers ? track.completeCount() : 0;
        failureCount = countsOthers ? track.failureCount() : 0;
        lateReceiverCount = countsOthers ? track.lateReceiverCount() : Math.min(1, track.lateReceiverCount());
        lateCount = countsOthers ? track.lateCount() : 0;
        slowest = track.slowest();
        worstLoss = track.worstLoss();
        transportEpoch = track.transportEpoch();
        contentEpoch = track.contentEpoch();
    }

    public long cumAck() {
        return cumAck;
    }

    public long subtreeCumAck() {
        return subtreeCumAck;
    }

    public long highestAllowed() {
        return highestAllowed;
    }

    public long subtreeConfirmed() {
        return subtreeConfirmed;
    }

    public long controlCumAck() {
        return controlCumAck;
    }

    /** Receivers in the subtree. */
    public int receiverCount() {
        return receiverCount;
    }

    /** Receivers of the subtree that confirmed the closed session from its first sequence on and said good-bye. */
    public int completeCount() {
        return completeCount;
    }

    /** Receivers given up in the subtree. */
    public int failureCount() {
        return failureCount;
    }

    /** Receivers in the subtree that came late, or may be counted elsewhere too. */
    public int lateReceiverCount() {
        return lateReceiverCount;
    }

    /** Receivers of the subtree that came late, confirmed the rest of the closed session and said good-bye. */
    public int lateCount() {
        return lateCount;
    }

    /** Node that holds highestAllowed. */
    public int slowest() {
        return slowest;
    }

    /** Worst loss rate in the subtree, in 1/65,535. */
    public int worstLoss() {
        return worstLoss;
    }

    public long transportEpoch() {
        return transportEpoch;
    }

    /** Oldest installed content epoch; 0 without a receiver. */
    public long contentEpoch() {
        return contentEpoch;
    }
}
