package io.trackmc.sim.net;

/**
 * How long a datagram travels: {@code baseNs} plus up to {@code jitterNs}, in order.
 *
 * <p>With {@code reorderProbability} a datagram takes up to {@code reorderNs} longer and lets later ones pass.
 *
 * @param baseNs shortest time
 * @param jitterNs width of the uniform distribution added to it
 * @param reorderProbability 0 to 1
 * @param reorderNs longest extra time of one that is overtaken
 */
public record Delay(long baseNs, long jitterNs, double reorderProbability, long reorderNs) {

    /** A local network: 50 µs, no jitter, in order. */
    public static final Delay LAN = new Delay(50_000, 0, 0, 0);

    /** Whether all datagrams travel for the same time. */
    boolean isFixed() {
        return jitterNs == 0 && reorderProbability == 0;
    }
}
