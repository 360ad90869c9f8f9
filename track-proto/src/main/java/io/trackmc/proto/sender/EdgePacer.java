package io.trackmc.proto.sender;

import io.trackmc.proto.time.Deadlines;

/**
 * Slows the sender down near the end of its window instead of letting it run into it: below a quarter of the window its rate falls linearly
 * with the room that is left, from many times what the tree takes to nothing (JRMS, {@code TRAMRateAdjuster}).
 *
 * <p>What the tree takes is measured by how the end of the window moves while it does: neither a pause of the application nor a stall says
 * anything of it. Bursts of a segmented datagram stay whole.
 */
final class EdgePacer {

    private static final int NEAR = 4;
    private static final int STEEPNESS = 8;
    private static final int BURST_PACKETS = 32;
    private static final long SAMPLE_NS = 50_000_000;
    private static final long SLOWEST_GAP_NS = 5_000_000;

    private final int windowPackets;
    private long sampleFrom;
    private long sampleNs;
    private double takenPerNs;
    private boolean sampling;
    private long freeAtNs;
    private long gapNs;

    EdgePacer(int windowPackets) {
        this.windowPackets = windowPackets;
    }

    /** Whether a packet may go now. Takes in how far the window reaches. */
    boolean isOpen(long nowNs, long limit, long room) {
        sample(nowNs, limit);
        gapNs = gapNs(room);
        return gapNs == 0 || freeAtNs - nowNs <= BURST_PACKETS * gapNs;
    }

    /** A packet went. */
    void sent(long nowNs) {
        freeAtNs = freeAtNs - nowNs < 0 ? nowNs + gapNs : freeAtNs + gapNs;
    }

    /** When {@link #isOpen} becomes true if the window does not move. */
    long openAtNs() {
        return Deadlines.after(freeAtNs, -BURST_PACKETS * gapNs);
    }

    private long gapNs(long room) {
        long near = windowPackets / NEAR;
        if (room >= near || takenPerNs == 0) {
            return 0;
        }
        double perNs = STEEPNESS * takenPerNs * room / near;
        return perNs <= 0 ? SLOWEST_GAP_NS : Math.min(SLOWEST_GAP_NS, (long) (1 / perNs));
    }

    private void sample(long nowNs, long limit) {
        long elapsedNs = nowNs - sampleNs;
        if (!sampling) {
            sampling = true;
            freeAtNs = nowNs;
        } else if (elapsedNs < SAMPLE_NS) {
            return;
        } else if (limit > sampleFrom && elapsedNs < 2 * SAMPLE_NS) {
            double newest = (double) (limit - sampleFrom) / elapsedNs;
            takenPerNs = takenPerNs == 0 ? newest : takenPerNs + (newest - takenPerNs) / 4;
        }
        sampleFrom = limit;
        sampleNs = nowNs;
    }
}
