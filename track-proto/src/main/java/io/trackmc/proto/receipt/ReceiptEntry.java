package io.trackmc.proto.receipt;

import io.trackmc.proto.engine.EngineEvent.ChildLoss;
import io.trackmc.proto.protect.Incarnation;
import org.jspecify.annotations.Nullable;

/**
 * What one run of one child has confirmed to a parent, as of the end of an interval.
 *
 * <p>A confirmation is a watermark: a receiver that confirms {@code confirmed} has confirmed everything from its first sequence on, to whomever it did. So the ranges
 * of one run at several parents never contradict each other, and whoever adds up takes their union.
 *
 * @param id node id
 * @param run of the child
 * @param repairHead whether it is a repair head, which {@code confirmed} is a hint of only: its receivers are in its own receipts
 * @param first first sequence that it confirmed, as far as this parent can tell: 1 of one that holds the session from its beginning; of one that came late no
 *     sequence before its true first one
 * @param before the same as {@code confirmed} when the interval began, or when its bond began if that was later; of a receiver at least {@code first - 1}
 * @param confirmed up to here it has confirmed everything; of a receiver at least {@code before}
 * @param complete whether it said good-bye with the whole rest of the session confirmed, without a gap
 * @param gone why it is no child any more at the end; null while it is one
 */
public record ReceiptEntry(int id, Incarnation run, boolean repairHead, long first, long before, long confirmed,
        boolean complete, @Nullable ChildLoss gone) {

    /** Packets that a receiver confirmed to this parent in the interval, and none that others have counted before. */
    public long packets() {
        return repairHead ? 0 : confirmed - before;
    }
}
