package io.trackmc.sim.scale;

import java.lang.management.ManagementFactory;

/** What of the heap is in use. */
final class LiveHeap {

    private LiveHeap() {}

    /** Bytes that are left after a collection. */
    static long bytes() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
