package io.trackmc.proto.aggregate;

import io.trackmc.proto.tree.Child;
import io.trackmc.proto.tree.ChildReport;
import io.trackmc.proto.tree.ChildTable;
import io.trackmc.proto.tree.SubtreeTally;

/**
 * Minimum, maximum and sum over the newest reports of the bound children (TRACK BB §4.3.2), and for a while the window and the
 * epochs of those that are gone and left receivers behind ({@link Child.State#HELD}). Reused: each
 * {@link #compute} replaces the values.
 *
 * <p>Built from last values only, so it can be recomputed at any time and a lost Track is harmless.
 */
public final class SubtreeSummary {

    /** Minimum of nothing. */
    public static final long NO_CHILD = Long.MAX_VALUE;

    private int children;
    private long cumAck;
    private long receiversCumAck;
    private long highestAllowed;
    private long confirmed;
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

    /** Summarises the children of a table. */
    public void compute(ChildTable table) {
        clear();
        for (int i = 0; i < table.size(); i++) {
            Child child = table.at(i);
            if (child != null && child.isBound()) {
                add(child.report());
            } else if (child != null && child.isHeld()) {
                hold(child.report());
            }
        }
    }

    private void clear() {
        children = 0;
        cumAck = NO_CHILD;
        receiversCumAck = NO_CHILD;
        highestAllowed = NO_CHILD;
        confirmed = NO_CHILD;
        controlCumAck = NO_CHILD;
        transportEpoch = NO_CHILD;
        contentEpoch = NO_CHILD;
        receiverCount = 0;
        completeCount = 0;
        failureCount = 0;
        lateReceiverCount = 0;
        lateCount = 0;
        slowest = 0;
        worstLoss = 0;
    }

    /** What is kept, and which epochs are used, for the receivers of a child; all that one which is held counts for. */
    private void hold(ChildReport report) {
        children++;
        cumAck = Math.min(cumAck, report.subtreeCumAck());
        if (report.receiverCount() > 0) {
            receiversCumAck = Math.min(receiversCumAck, report.subtreeCumAck());
        }
        if (report.highestAllowed() < highestAllowed) {
            highestAllowed = report.highestAllowed();
            slowest = report.slowest();
        }
        confirmed = Math.min(confirmed, report.subtreeConfirmed());
        transportEpoch = Math.min(transportEpoch, report.transportEpoch());
        if (report.contentEpoch() != 0) {
            contentEpoch = Math.min(contentEpoch, report.contentEpoch());
        }
    }

    private void add(ChildReport report) {
        hold(report);
        controlCumAck = Math.min(controlCumAck, report.controlCumAck());
        receiverCount = SubtreeTally.sum(receiverCount, report.receiverCount());
        completeCount = SubtreeTally.sum(completeCount, report.completeCount());
        failureCount = SubtreeTally.sum(failureCount, report.failureCount());
        lateReceiverCount = SubtreeTally.sum(lateReceiverCount, report.lateReceiverCount());
        lateCount = SubtreeTally.sum(lateCount, report.lateCount());
        worstLoss = Math.max(worstLoss, report.worstLoss());
    }

    /** Children that hold the window: those bound, and those gone whose receivers are on their way to other parents. */
    public int children() {
        return children;
    }

    /** Minimum of subtreeCumAck, or {@link #NO_CHILD}. */
    public long cumAck() {
        return cumAck;
    }

    /** The same of those below which there are receivers: what is given up above it, somebody loses. */
    public long receiversCumAck() {
        return receiversCumAck;
    }

    /** Minimum of highestAllowed, or {@link #NO_CHILD}. */
    public long highestAllowed() {
        return highestAllowed;
    }

    /** Minimum of subtreeConfirmed, or {@link #NO_CHILD}. */
    public long confirmed() {
        return confirmed;
    }

    /** Minimum of controlCumAck, or {@link #NO_CHILD}. */
    public long controlCumAck() {
        return controlCumAck;
    }

    /** Receivers below. */
    public int receiverCount() {
        return receiverCount;
    }

    /** Receivers below that confirmed the closed session from its first sequence on and left. */
    public int completeCount() {
        return completeCount;
    }

    /** Receivers given up below. */
    public int failureCount() {
        return failureCount;
    }

    /** Receivers below that came late. */
    public int lateReceiverCount() {
        return lateReceiverCount;
    }

    /** Receivers below that came late, confirmed the rest of the closed session and left. */
    public int lateCount() {
        return lateCount;
    }

    /** Node that holds {@link #highestAllowed()}; 0 none. */
    public int slowest() {
        return slowest;
    }

    /** Worst loss rate, in 1/65,535. */
    public int worstLoss() {
        return worstLoss;
    }

    /** Oldest installed transport epoch, or {@link #NO_CHILD}. */
    public long transportEpoch() {
        return transportEpoch;
    }

    /** Oldest installed content epoch of a receiver; 0 when none has told. */
    public long contentEpoch() {
        return contentEpoch == NO_CHILD ? 0 : contentEpoch;
    }
}
