package io.trackmc.sim.drill;

/**
 * How bad a step is; what its verb does not need is 0.
 *
 * @param messagesPerSecond what a slow application takes
 * @param share of datagrams that are lost, above 0 and at most 1
 * @param delayNs how long datagrams are held back
 * @param jitterNs how much longer by chance, at most
 * @param offsetMs by how much a clock is ahead; below 0 behind
 */
public record Extent(int messagesPerSecond, double share, long delayNs, long jitterNs, long offsetMs) {

    /** Of a verb that needs nothing. */
    public static final Extent NONE = new Extent(0, 0, 0, 0, 0);
}
