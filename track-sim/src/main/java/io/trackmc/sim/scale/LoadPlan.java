package io.trackmc.sim.scale;

import io.trackmc.sim.core.Seed;
import io.trackmc.sim.tree.Load;

/**
 * What the source sends: messages of {@link #MESSAGE_BYTES}, one in each packet; it packs those together for which it had to wait.
 *
 * @param packets 1 to {@link #MAX_PACKETS}
 * @param packetsPerSecond how fast, on the wall clock of the simulated world
 */
public record LoadPlan(int packets, double packetsPerSecond) {

    /** Largest number of packets. */
    public static final int MAX_PACKETS = 10_000_000;

    /** Content of one packet; what is in it is of no matter to the tree. */
    public static final int MESSAGE_BYTES = 256;

    private static final double NS_PER_SECOND = 1e9;

    long intervalNs() {
        return (long) (NS_PER_SECOND / packetsPerSecond);
    }

    /** How long it takes to send everything. */
    long durationNs() {
        return intervalNs() * packets;
    }

    Load load(Seed seed) {
        return new Load(packets, MESSAGE_BYTES, MESSAGE_BYTES, intervalNs(), seed);
    }
}
