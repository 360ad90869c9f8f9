package io.trackmc.proto.seq;

/**
 * What sequences and timestamps are, and how they are compared.
 *
 * <p>A sequence is a u64 on the wire, counted from {@link #FIRST}. At a billion packets per second it takes 292 years to reach
 * 2^63, so codecs refuse anything above {@link #MAX}, and everything else compares sequences as plain {@code long}s: there is
 * no wrap-around. Timestamps are u32 microseconds and wrap around every 71 minutes.
 */
public final class SequenceNumbers {

    /** Before the first sequence: "nothing". */
    public static final long NONE = 0;

    /** First sequence of a stream. */
    public static final long FIRST = 1;

    /** Highest sequence that is accepted. */
    public static final long MAX = Long.MAX_VALUE;

    /**
     * Highest sequence from which a node joins a session: below it, a window can be added to whatever follows. Who claims that a
     * session is further on lies.
     */
    public static final long MAX_JOIN = (1L << 62) - 1;

    private SequenceNumbers() {}

    /** How much later {@code a} is than {@code b}, in microseconds; right when they are less than 2^31 apart. */
    public static int timestampDifference(int a, int b) {
        return a - b;
    }
}
