package io.trackmc.sim.scale;

import io.trackmc.keys.controller.tree.RekeyReason;
import io.trackmc.keys.controller.tree.RekeyTerms;
import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.sim.rekey.GroupTrees;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Instant;
import java.util.List;

/** Makes rekeys, and measures what CPU the authority's own thread takes for each. */
final class RekeyClock {

    private static final long MS = 1_000_000;
    private static final double NS_PER_MS = MS;
    private static final long EPOCH_MS = 1_800_000_000_000L;
    private static final long LIFE_SECONDS = 3_600;
    private static final int NOT_BEFORE_MS = 5;
    private static final int HARD_MS = 10_000;
    private static final int OVERLAP_MS = 1_000;

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final GroupTrees trees;
    private int made;
    private long allNs;
    private long mostNs;

    RekeyClock(GroupTrees trees) {
        this.trees = trees;
    }

    /** INNERs of the next rekey of a layer, the header first. */
    List<byte[]> rekey(KeyLayer layer, RekeyReason reason, long nowNs) {
        Instant now = Instant.ofEpochMilli(EPOCH_MS + nowNs / MS);
        RekeyTerms terms = RekeyTerms.of(reason, now, NOT_BEFORE_MS, HARD_MS, OVERLAP_MS,
                now.plusSeconds(LIFE_SECONDS));
        long beforeNs = threads.getCurrentThreadCpuTime();
        List<byte[]> inners = trees.rekey(layer, terms);
        long tookNs = threads.getCurrentThreadCpuTime() - beforeNs;
        made++;
        allNs += tookNs;
        mostNs = Math.max(mostNs, tookNs);
        return inners;
    }

    /** Rekeys that were made. */
    int made() {
        return made;
    }

    /** CPU of all of them. */
    double cpuMillis() {
        return allNs / NS_PER_MS;
    }

    /** CPU of the costliest. */
    double mostCpuMillis() {
        return mostNs / NS_PER_MS;
    }
}
