package io.trackmc.sim.drill;

import io.trackmc.sim.observe.ContentHash;
import io.trackmc.sim.observe.Violations;
import io.trackmc.sim.observe.WorldObserver;

import java.util.Arrays;
import org.agrona.collections.Long2LongHashMap;

/**
 * Which messages each receiver got, in order and once. A receiver that comes late, or again, begins where it begins; from there on
 * everything is due to it. What the source had sent before it was started again is due to nobody who had not got it by then.
 */
final class Receipts implements WorldObserver {

    private static final int NOTHING = -1;

    private final Violations violations;
    private final Long2LongHashMap indices = new Long2LongHashMap(NOTHING);
    private final int source;
    private final int[] next;
    private final long[] missed;
    private final boolean[] begins;
    private int offered;
    private int sessionStart;
    private int sourceRuns;
    private long sourceStartedNs;
    private int resumed;
    private long lastResumedNs;
    private int closed;

    /** @param nodes highest node id */
    Receipts(Violations violations, int source, int nodes) {
        this.violations = violations;
        this.source = source;
        next = new int[nodes + 1];
        missed = new long[nodes + 1];
        begins = new boolean[nodes + 1];
        Arrays.fill(next, NOTHING);
    }

    /** Messages that the source has offered, in all its runs. */
    int offered() {
        return offered;
    }

    /** How many runs of the source have closed their session. */
    int closed() {
        return closed;
    }

    /** Whether the present run of a receiver has got everything up to the last message offered. */
    boolean isComplete(int receiver) {
        return next[receiver] == offered;
    }

    /** Messages that were due to the present run of a receiver and have not come. */
    long missing(int receiver) {
        int from = next[receiver] == NOTHING ? sessionStart : Math.max(next[receiver], sessionStart);
        return missed[receiver] + offered - from;
    }

    /** Receivers that have got something of the session after the last restart of the source. */
    int resumed() {
        return resumed;
    }

    /** From the last start of the source to the first message of its session at the last receiver. */
    long resumedWithinNs() {
        return lastResumedNs - sourceStartedNs;
    }

    @Override
    public void onHost(long atNs, int node, int run, HostChange change) {
        if (change != HostChange.STARTED) {
            return;
        }
        if (node == source) {
            sourceRuns++;
            sessionStart = offered;
            sourceStartedNs = atNs;
            resumed = 0;
        } else {
            begins[node] = run > 1 || offered > 0;
            next[node] = begins[node] ? NOTHING : 0;
            missed[node] = 0;
        }
    }

    @Override
    public void onOffered(long atNs, int node, byte[] message) {
        indices.put(ContentHash.of(message), offered);
        offered++;
    }

    @Override
    public void onClosed(long atNs, int node) {
        closed++;
    }

    @Override
    public void onDelivered(long atNs, int node, byte[] message) {
        int index = (int) indices.get(ContentHash.of(message));
        int expected = next[node];
        if (index == NOTHING || index < expected) {
            violations.report("delivery", atNs, index == NOTHING
                    ? "node " + node + " got what was never sent"
                    : "node " + node + " got message " + index + " after message " + (expected - 1));
            return;
        }
        if (sourceRuns > 1 && index >= sessionStart && expected <= sessionStart) {
            resumed++;
            lastResumedNs = atNs;
        }
        if (!begins[node] && index > expected) {
            missed[node] += index - Math.max(expected, index >= sessionStart ? sessionStart : expected);
        }
        begins[node] = false;
        next[node] = index + 1;
    }
}
