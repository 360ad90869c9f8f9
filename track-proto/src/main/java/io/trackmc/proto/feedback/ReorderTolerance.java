package io.trackmc.proto.feedback;

/**
 * How long a gap may be mere reordering, learnt from what became of the gaps before it.
 *
 * <p>A packet that comes late on the data channel raises the tolerance at once to half as much again as it was late; one that had to be
 * repaired lowers it by a sixteenth of what is above the floor. So a network that loses and does not reorder is asked without delay.
 * Only the newest gaps are remembered: who was late is looked for among them.
 */
final class ReorderTolerance {

    private static final int REMEMBERED = 16;
    private static final int DECAY = 16;

    private final long minimumNs;
    private final long maximumNs;
    private final long initialNs;
    private final long[] firsts = new long[REMEMBERED];
    private final long[] lasts = new long[REMEMBERED];
    private final long[] foundNs = new long[REMEMBERED];
    private int gaps;
    private long toleranceNs;

    ReorderTolerance(NackTiming timing) {
        this.minimumNs = timing.reorderMinimumNs();
        this.maximumNs = timing.reorderMaximumNs();
        this.initialNs = timing.reorderInitialNs();
        this.toleranceNs = initialNs;
    }

    /** Forgets everything. */
    void start() {
        gaps = 0;
        toleranceNs = initialNs;
    }

    /** Something from {@code first} to {@code last} was found missing. */
    void found(long nowNs, long first, long last) {
        int i = gaps++ % REMEMBERED;
        gaps = gaps == 2 * REMEMBERED ? REMEMBERED : gaps;
        firsts[i] = first;
        lasts[i] = last;
        foundNs[i] = nowNs;
    }

    /** A missing sequence came by itself. */
    void late(long nowNs, long sequence) {
        for (int i = Math.min(gaps, REMEMBERED) - 1; i >= 0; i--) {
            if (firsts[i] <= sequence && sequence <= lasts[i]) {
                long lateNs = nowNs - foundNs[i];
                toleranceNs = Math.clamp(lateNs + lateNs / 2, toleranceNs, maximumNs);
                return;
            }
        }
    }

    /** A missing sequence had to be repaired. */
    void repaired() {
        toleranceNs -= (toleranceNs - minimumNs) / DECAY;
    }

    long ns() {
        return toleranceNs;
    }
}
