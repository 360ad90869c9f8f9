package io.trackmc.sender;

import io.trackmc.proto.wire.InnerHeader;
import io.trackmc.proto.wire.RekeyHeader;
import io.trackmc.proto.wire.RekeyPart;
import java.util.function.LongSupplier;

/**
 * Counts which rekeys of one authority came whole, with all the chunks that only others need: what the sender has applied says nothing of those. They come in
 * order, each its header and then its chunks. On one thread.
 */
final class WholeRekeys {

    private final LongSupplier applied;
    private long whole;
    private boolean tooOld;
    private long coming;
    private int lastPart;
    private int chunks;

    /**
     * Begins behind a rekey.
     *
     * @param applied tells the number of the last rekey whose outcome the sender has
     */
    WholeRekeys(long after, LongSupplier applied) {
        this.whole = after;
        this.applied = applied;
    }

    /**
     * Number of the last rekey that came whole. Where the authority keeps none of those behind that any more, it goes on once from what the sender has instead; of
     * rekeys that come after, what others need counts again.
     */
    long after() {
        if (tooOld) {
            tooOld = false;
            whole = Math.max(whole, applied.getAsLong());
        }
        return whole;
    }

    /** What is behind {@link #after} is not kept any more. */
    void tooOld() {
        tooOld = true;
    }

    /** A part was taken in, now or before. */
    void count(byte[] inner) {
        int part = RekeyPart.part(inner, 0);
        if (part == RekeyPart.HEADER_PART) {
            coming = RekeyPart.rekey(inner, 0);
            chunks = RekeyHeader.chunkCount(inner, InnerHeader.LENGTH);
            lastPart = part;
        } else if (RekeyPart.rekey(inner, 0) == coming && part == lastPart + 1) {
            lastPart = part;
        }
        if (lastPart == chunks) {
            whole = Math.max(whole, coming);
        }
    }
}
