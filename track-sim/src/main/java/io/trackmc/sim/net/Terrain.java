package io.trackmc.sim.net;

/**
 * Paths without a memory, for worlds with millions of them: how long a path is follows from its ends, and what it loses from these and the
 * datagram, however often it is asked. Nothing on such a path is overtaken, repeated or altered.
 *
 * <p>All paths of one kind are equally long, so that a multicast is one event for all that it reaches over paths of a kind.
 */
public interface Terrain {

    /** Number of kinds; some thousand at most. */
    int kinds();

    /** Kind of the path between two nodes, from 0. */
    int kind(int from, int to);

    /** How long a datagram travels over a path of a kind, at least 1. */
    long delayNs(int kind);

    /**
     * Whether a datagram is lost on the way between two nodes.
     *
     * @param datagram number of its transmission
     * @param atNs when it was sent
     */
    boolean loses(long datagram, long atNs, int from, int to);
}
