package io.trackmc.perf.worker;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/** How far the sinks are, as they tell it in datagrams: { u32 address of the sink, u64 number after the last datagram that it got }. */
final class CeilingCredits {

    /** Bytes of what a sink tells. */
    static final int BYTES = Integer.BYTES + Long.BYTES;

    private final int[] sinks;
    private final long[] next;

    CeilingCredits(int sinks) {
        this.sinks = new int[sinks];
        this.next = new long[sinks];
    }

    static void write(MemorySegment credit, int sink, long next) {
        credit.set(ValueLayout.JAVA_INT_UNALIGNED, 0, sink);
        credit.set(ValueLayout.JAVA_LONG_UNALIGNED, Integer.BYTES, next);
    }

    /** A sink has told. */
    void take(MemorySegment credit) {
        int sink = credit.get(ValueLayout.JAVA_INT_UNALIGNED, 0);
        for (int i = 0; i < sinks.length; i++) {
            if (sinks[i] == 0 || sinks[i] == sink) {
                sinks[i] = sink;
                next[i] = Math.max(next[i], credit.get(ValueLayout.JAVA_LONG_UNALIGNED, Integer.BYTES));
                return;
            }
        }
    }

    /** Where the slowest is. */
    long slowest() {
        long slowest = Long.MAX_VALUE;
        for (long one : next) {
            slowest = Math.min(slowest, one);
        }
        return slowest;
    }

    /** Nobody is waited for any more up to there. */
    void forgive(long number) {
        Arrays.setAll(next, i -> Math.max(next[i], number));
    }
}
