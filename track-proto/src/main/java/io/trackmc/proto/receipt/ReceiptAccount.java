package io.trackmc.proto.receipt;

import io.trackmc.proto.engine.EngineEvent.ChildLoss;
import io.trackmc.proto.protect.Incarnation;
import org.jspecify.annotations.Nullable;

/** What one run of one child confirms to a parent. What a packet changes allocates nothing. */
public final class ReceiptAccount {

    private final int id;
    private final Incarnation run;
    private final boolean repairHead;
    private @Nullable ReceiptAccount earlier;
    private final boolean rejoined;
    private boolean heard;
    private long floor;
    private long before;
    private long confirmed;
    private boolean complete;
    private boolean awaitsClose;
    private @Nullable ChildLoss gone;
    private boolean changed = true;

    ReceiptAccount(int id, Incarnation run, boolean repairHead, boolean rejoined, @Nullable ReceiptAccount earlier) {
        this.id = id;
        this.run = run;
        this.repairHead = repairHead;
        this.rejoined = rejoined;
        this.earlier = earlier;
    }

    /**
     * The child reports.
     *
     * @param upTo it has confirmed everything up to here
     * @param late whether it says that its first sequence is above 1, or that it has just moved
     */
    public void report(long upTo, boolean late) {
        if (repairHead) {
            confirmed = upTo;
            return;
        }
        if (!heard) {
            // What it confirmed elsewhere is known to this parent now, and was confirmed to another.
            before = late || rejoined ? upTo : 0;
            floor = late ? upTo : 0;
        } else if (!late) {
            changed |= floor > 0; // it has confirmed more than was said of it
            floor = 0;
        } else if (floor == 0 && confirmed == 0) {
            floor = upTo; // it begins later than it thought, and has confirmed nothing of what is before
            before = upTo;
        }
        heard = true;
        confirmed = Math.max(confirmed, upTo);
    }

    /**
     * The child, a receiver, says good-bye with all of the session confirmed, without a gap, or with all that it brought although there were some.
     *
     * @param fromStart whether from its first sequence on; else from where it came
     */
    public void complete(boolean fromStart) {
        complete = true;
        awaitsClose = true;
        changed = true;
        if (fromStart) {
            floor = 0;
            heard = true;
        }
    }

    /** It is no child any more. */
    public void gone(ChildLoss why) {
        gone = why;
        changed = true;
    }

    /** It is a child again. */
    void returned() {
        gone = null;
        changed = true;
    }

    int id() {
        return id;
    }

    boolean isOf(Incarnation other) {
        return run.equals(other);
    }

    @Nullable
    ReceiptAccount earlier() {
        return earlier;
    }

    /** Account of an earlier run of the same node. */
    void earlier(@Nullable ReceiptAccount other) {
        earlier = other;
    }

    /** Whether something has changed since it was taken last. */
    boolean hasNews() {
        return changed || confirmed != before;
    }

    /** Packets confirmed since the account was taken last. */
    long packets() {
        return repairHead ? 0 : confirmed - before;
    }

    /** One that is complete has confirmed the last sequence, which this parent may learn later than the child. */
    void resolve(long closeSequence) {
        if (awaitsClose && closeSequence > 0) {
            awaitsClose = false;
            if (!heard) { // nobody has said where it began, so nothing is claimed for it
                floor = closeSequence;
                before = closeSequence;
            }
            confirmed = Math.max(confirmed, closeSequence);
        }
    }

    /** Whether nothing of it can change any more. */
    boolean isSettled() {
        return gone != null && !awaitsClose;
    }

    ReceiptEntry take() {
        ReceiptEntry entry = new ReceiptEntry(id, run, repairHead, floor + 1, before, confirmed, complete, gone);
        before = confirmed;
        changed = false;
        return entry;
    }
}
