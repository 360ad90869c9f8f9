package io.trackmc.proto.aggregate;

/** Smoothed loss rate of the original data as one node sees it, in 1/65,535; repairs do not count (TFMCC §5.1). */
public final class LossMeter {

    private static final int SCALE = 65_535;
    private static final int SAMPLE_PACKETS = 128;
    private static final int WEIGHT = 4;

    private int expected;
    private int lost;
    private int rate;

    /** Counts packets that came in order. */
    public void received() {
        expected++;
        fold();
    }

    /** Counts packets found missing. */
    public void lost(int packets) {
        expected += packets;
        lost += packets;
        fold();
    }

    /** Smoothed rate, 0 to 65,535. */
    public int rate() {
        return rate;
    }

    private void fold() {
        if (expected >= SAMPLE_PACKETS) {
            int sample = (int) ((long) lost * SCALE / expected);
            rate += (sample - rate) / WEIGHT;
            expected = 0;
            lost = 0;
        }
    }
}
