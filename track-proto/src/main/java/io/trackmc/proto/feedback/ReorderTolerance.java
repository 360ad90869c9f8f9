package io.trackmc.proto.feedback;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How long a gap may be mere reordering, learnt from what became of the gaps before it.
 *
 * <p>A packet that comes late on the data channel raises the tolerance at once to half as much again as it was late; one that had to be
 * repaired lowers it by a sixteenth of what is above the floor. So a network that loses and does not reorder is asked without delay.
 * Only the newest gaps are remembered: who was late is looked for among them.
 */
final class ReorderTolerance {

    private static final int REMEMBERED = 16;
    private static final int FIRST_PLACES = 2;
    private static final int DECAY = 16;

    /** Of a gap, one behind the other: its first and last sequence, and when it was found. */
    private static final int FIELDS = 3;
    private static final int FIRST = 0;
    private static final int LAST = 1;
    private static final int FOUND_NS = 2;

    private final NackTiming timing;
    private long @Nullable [] found;
    private int gaps;
    private long toleranceNs;

    ReorderTolerance(NackTiming timing) {
        this.timing = timing;
        this.toleranceNs = timing.reorderInitialNs();
    }

    /** Forgets everything. */
    void start() {
        gaps = 0;
        toleranceNs = timing.reorderInitialNs();
    }

    /** Something from {@code first} to {@code last} was found missing. */
    void found(long nowNs, long first, long last) {
        int i = gaps++ % REMEMBERED;
        gaps = gaps == 2 * REMEMBERED ? REMEMBERED : gaps;
        long[] places = found;
        if (places == null) {
            places = new long[FIELDS * FIRST_PLACES];
            found = places;
        } else if (FIELDS * i >= places.length) {
            places = Arrays.copyOf(places, 2 * places.length);
            found = places;
        }
        places[FIELDS * i + FIRST] = first;
        places[FIELDS * i + LAST] = last;
        places[FIELDS * i + FOUND_NS] = nowNs;
    }

    /** A missing sequence came by itself. */
    void late(long nowNs, long sequence) {
        long[] places = found;
        for (int i = Math.min(gaps, REMEMBERED) - 1; places != null && i >= 0; i--) {
            if (places[FIELDS * i + FIRST] <= sequence && sequence <= places[FIELDS * i + LAST]) {
                long lateNs = nowNs - places[FIELDS * i + FOUND_NS];
                toleranceNs = Math.clamp(lateNs + lateNs / 2, toleranceNs, timing.reorderMaximumNs());
                return;
            }
        }
    }

    /** Nothing is missing any more, so nobody can be late; what was learnt stays. */
    void trim() {
        gaps = 0;
        found = null;
    }

    /** A missing sequence had to be repaired. */
    void repaired() {
        toleranceNs -= (toleranceNs - timing.reorderMinimumNs()) / DECAY;
    }

    long ns() {
        return toleranceNs;
    }
}
