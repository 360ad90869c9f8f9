package io.trackmc.sim.check;

import io.trackmc.sim.observe.Transmission;
import io.trackmc.sim.observe.Violations;
import io.trackmc.sim.observe.WorldObserver;

import org.agrona.collections.Int2ObjectHashMap;

/**
 * Checks that feedback stays bounded per child and thus per tree level: in no interval does a node send more Nacks or Tracks
 * upward than the limit, however many nodes are below it.
 */
public final class FeedbackChecker implements WorldObserver {

    private final Violations violations;
    private final Limits limits;
    private final Int2ObjectHashMap<Count> counts = new Int2ObjectHashMap<>();
    private int worstNacks;
    private int worstTracks;

    /**
     * Limits for one node in one interval.
     *
     * @param intervalNs length of the intervals, which follow each other without overlap
     * @param nacks most Nacks
     * @param tracks most Tracks
     */
    public record Limits(long intervalNs, int nacks, int tracks) {}

    private static final class Count {
        private long interval = -1;
        private int nacks;
        private int tracks;
    }

    public FeedbackChecker(Violations violations, Limits limits) {
        this.violations = violations;
        this.limits = limits;
    }

    /** Most Nacks that one node sent in one interval. */
    public int worstNacks() {
        return worstNacks;
    }

    /** Most Tracks that one node sent in one interval. */
    public int worstTracks() {
        return worstTracks;
    }

    @Override
    public void onTransmit(long atNs, Transmission transmission) {
        int type = transmission.bytes().length > 1 ? WireView.type(transmission.bytes()) : 0;
        if (type == WireView.NACK || type == WireView.TRACK) {
            Count count = count(transmission.node(), atNs / limits.intervalNs);
            if (type == WireView.NACK) {
                count.nacks++;
                worstNacks = Math.max(worstNacks, count.nacks);
                check(atNs, transmission.node(), "Nacks", count.nacks, limits.nacks);
            } else {
                count.tracks++;
                worstTracks = Math.max(worstTracks, count.tracks);
                check(atNs, transmission.node(), "Tracks", count.tracks, limits.tracks);
            }
        }
    }

    private Count count(int node, long interval) {
        Count count = counts.computeIfAbsent(node, ignored -> new Count());
        if (count.interval != interval) {
            count.interval = interval;
            count.nacks = 0;
            count.tracks = 0;
        }
        return count;
    }

    private void check(long atNs, int node, String what, int count, int limit) {
        if (count == limit + 1) {
            violations.report("feedback", atNs, "node %d sends more than %,d %s in %,d ns".formatted(node, limit, what,
                    limits.intervalNs));
        }
    }
}
