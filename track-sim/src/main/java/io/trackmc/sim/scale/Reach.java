package io.trackmc.sim.scale;

import java.util.Locale;

/**
 * How far apart the nodes of a tree are. Nodes of one region are neighbours; regions are spread over {@link #PLACES} places. On top of what
 * lies between two places comes what lies between each node and its place, its access.
 */
public enum Reach {

    /** One switch: 50 µs between any two nodes, all paths alike. */
    LAN(50_000, 50_000, 50_000, 0, false),
    /** Rows of a data centre: 20 µs within a row, 30 to 80 µs elsewhere, and up to 20 µs of access. */
    DATA_CENTRE(20_000, 30_000, 80_000, 20_000, true),
    /** A city: 100 µs among neighbours, 0.2 to 2 ms elsewhere, and up to 1 ms of access. */
    METRO(100_000, 200_000, 2_000_000, 1_000_000, true),
    /** A continent: 200 µs among neighbours, 2 to 40 ms elsewhere, and up to 10 ms of access. */
    CONTINENTAL(200_000, 2_000_000, 40_000_000, 10_000_000, true);

    /** Number of places. */
    static final int PLACES = 16;

    private final long neighbourNs;
    private final long nearestNs;
    private final long farthestNs;
    private final long accessNs;
    private final boolean uneven;

    Reach(long neighbourNs, long nearestNs, long farthestNs, long accessNs, boolean uneven) {
        this.neighbourNs = neighbourNs;
        this.nearestNs = nearestNs;
        this.farthestNs = farthestNs;
        this.accessNs = accessNs;
        this.uneven = uneven;
    }

    /**
     * One-way delay between two places.
     *
     * @param share where between nearest and farthest, 0 to 1
     */
    long delayNs(boolean same, double share) {
        return same ? neighbourNs : nearestNs + (long) (share * (farthestNs - nearestNs));
    }

    /** One-way delay between a node and its place, of the worst access. */
    long accessNs() {
        return accessNs;
    }

    /** Whether some nodes lose much more than others. */
    boolean isUneven() {
        return uneven;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
