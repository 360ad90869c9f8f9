package io.trackmc.net.metrics;

/**
 * How long ago the oldest packet was sent, or came, that a parent still holds: by notes of when the stream was how far, 64 of them for a full store. One
 * thread; allocates nothing.
 */
final class RetentionMeter {

    private static final int NOTES_PER_STORE = 64;
    private static final int NOTES = 2 * NOTES_PER_STORE;

    private final long step;
    private final long[] sequences = new long[NOTES];
    private final long[] times = new long[NOTES];
    private long noted;
    private long oldest;

    /** @param storePackets most packets that the parent holds */
    RetentionMeter(int storePackets) {
        this.step = Math.max(1, storePackets / NOTES_PER_STORE);
    }

    /**
     * Looks at the store.
     *
     * @param lowest oldest sequence that can still be there
     * @param highest newest that was there
     * @return nanoseconds, at most one note too few; 0 without a packet
     */
    long look(long nowNs, long lowest, long highest) {
        if (noted > 0 && highest < last()) {
            noted = 0; // another session
            oldest = 0;
        }
        if (highest > 0 && (noted == 0 || highest - last() >= step)) {
            sequences[(int) (noted % NOTES)] = highest;
            times[(int) (noted % NOTES)] = nowNs;
            noted++;
            oldest = Math.max(oldest, noted - NOTES);
        }
        while (oldest < noted && sequences[(int) (oldest % NOTES)] < lowest) {
            oldest++;
        }
        return oldest == noted ? 0 : nowNs - times[(int) (oldest % NOTES)];
    }

    private long last() {
        return sequences[(int) ((noted - 1) % NOTES)];
    }
}
