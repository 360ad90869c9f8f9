package io.trackmc.sim.fault;

import java.util.BitSet;

/** Something that goes wrong once, for a while. All times are in nanoseconds since the start of the run. */
public sealed interface Fault {

    /** When it begins. */
    long atNs();

    /** When it is over; a node that was down or paused runs again then. */
    long untilNs();

    /** The process stands still. */
    record Pause(int node, long atNs, long untilNs) implements Fault {}

    /** The process ends at once and is started again, without memory. */
    record Crash(int node, long atNs, long untilNs) implements Fault {}

    /**
     * A repair head is told to leave the tree. Its process ends when it has; it is started again, without memory, at the end, and ends then if
     * it has not before.
     */
    record Drain(int node, long atNs, long untilNs) implements Fault {}

    /**
     * Nodes are cut off from all others.
     *
     * @param nodes those on one side
     * @param way which directions are cut
     */
    record Cut(BitSet nodes, Way way, long atNs, long untilNs) implements Fault {}

    /** Everything on one path is held back. */
    record Clog(int from, int to, long atNs, long untilNs) implements Fault {}

    /** Directions that a cut affects. */
    enum Way {
        BOTH,
        /** The nodes hear nobody outside. */
        INTO,
        /** Nobody outside hears the nodes. */
        OUT_OF
    }
}
