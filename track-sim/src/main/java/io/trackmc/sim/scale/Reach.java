package io.trackmc.sim.scale;

import java.util.Locale;

/** How far apart the nodes of a tree are. Nodes of one region are neighbours; regions are spread over {@link #CITIES} places. */
public enum Reach {

    /** One switch: 50 µs between any two nodes. */
    LAN(50_000, 50_000, 50_000),
    /** A city: 100 µs among neighbours, 0.2 to 2 ms elsewhere. */
    METRO(100_000, 200_000, 2_000_000),
    /** A continent: 200 µs among neighbours, 2 to 40 ms elsewhere. */
    CONTINENTAL(200_000, 2_000_000, 40_000_000);

    /** Number of places. */
    static final int CITIES = 16;

    private final long neighbourNs;
    private final long nearestNs;
    private final long farthestNs;

    Reach(long neighbourNs, long nearestNs, long farthestNs) {
        this.neighbourNs = neighbourNs;
        this.nearestNs = nearestNs;
        this.farthestNs = farthestNs;
    }

    /**
     * One-way delay between two places.
     *
     * @param share where between nearest and farthest, 0 to 1
     */
    long delayNs(boolean same, double share) {
        return same ? neighbourNs : nearestNs + (long) (share * (farthestNs - nearestNs));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
