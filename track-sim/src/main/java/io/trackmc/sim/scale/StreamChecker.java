package io.trackmc.sim.scale;

import io.trackmc.proto.engine.EngineEvent;
import io.trackmc.sim.measure.DeliveryTimes;
import io.trackmc.sim.observe.ContentHash;
import io.trackmc.sim.observe.Violations;
import io.trackmc.sim.observe.WorldObserver;
import io.trackmc.sim.tree.Place;
import io.trackmc.sim.tree.Topology;

import java.util.BitSet;
import org.agrona.collections.Long2LongHashMap;

/**
 * Compares what receivers get with what the source offered: nothing twice, out of order, altered or invented, and nothing missing in
 * between without a gap that was reported before. The same rules as {@code DeliveryChecker} in a few numbers for each receiver, which is
 * enough because no two messages of a large run are equal.
 */
final class StreamChecker implements WorldObserver {

    private static final long UNKNOWN = -1;

    private final Violations violations;
    private final DeliveryTimes times;
    private final BitSet receivers;
    private final Long2LongHashMap places = new Long2LongHashMap(UNKNOWN);
    private final BitSet disturbed = new BitSet();
    private final BitSet mayBeginLate = new BitSet();
    private final int[] next;
    private final int[] leaps;
    private long offered;
    private long delivered;
    private long missed;
    private long gaps;
    private boolean closed;

    StreamChecker(Violations violations, Topology topology, DeliveryTimes times) {
        this.violations = violations;
        this.times = times;
        this.receivers = topology.ids(Place.Role.RECEIVER);
        int nodes = topology.places().size() + 1;
        this.next = new int[nodes];
        this.leaps = new int[nodes];
    }

    /** A node crashes: its next run begins where it likes. */
    void disturb(int node) {
        disturbed.set(node);
    }

    /** A node starts while data flows: it begins where it likes. */
    void comesLate(int node) {
        mayBeginLate.set(node);
    }

    /** Whether it has crashed, or will. */
    boolean isDisturbed(int node) {
        return disturbed.get(node);
    }

    /** A receiver is no member any more: it may lack what comes. */
    void without(int node) {
        receivers.clear(node);
    }

    /** It is a member again. */
    void with(int node) {
        receivers.set(node);
    }

    /** Place of the last message that a receiver got; -1 none. */
    long last(int node) {
        return next[node] - 1L;
    }

    @Override
    public void onHost(long atNs, int node, int run, HostChange change) {
        if (change == HostChange.STARTED && run > 1) {
            mayBeginLate.set(node);
            next[node] = 0;
            leaps[node] = 0;
        }
    }

    @Override
    public void onOffered(long atNs, int node, byte[] message) {
        if (places.put(ContentHash.of(message), offered) != UNKNOWN) {
            throw new IllegalStateException("two messages with one hash");
        }
        times.offered(atNs);
        offered++;
    }

    @Override
    public void onClosed(long atNs, int node) {
        closed = true;
    }

    @Override
    public void onEvent(long atNs, int node, EngineEvent event) {
        // Of what was retained when a receiver asked, the oldest may be gone when it is answered.
        boolean atItsBeginning = begins(node) && mayBeginLate.get(node);
        if (event instanceof EngineEvent.Unrecoverable && receivers.get(node) && !atItsBeginning) {
            leaps[node]++;
            gaps++;
            if (!disturbed.get(node)) {
                violations.report("gap", atNs, "node " + node + " " + event);
            }
        }
    }

    @Override
    public void onDelivered(long atNs, int node, byte[] message) {
        long place = places.get(ContentHash.of(message));
        if (place != next[node] && !mayBeAt(node, place)) {
            violations.report("delivery", atNs, "node %d delivers message %,d (-1: none that was offered), not %,d"
                    .formatted(node, place, next[node]));
        }
        if (place >= 0) {
            times.delivered((int) place, atNs);
        }
        next[node] = (int) place + 1;
        delivered++;
    }

    /** Gaps that members have reported. */
    long gaps() {
        return gaps;
    }

    /** Messages that the source has offered. */
    long offered() {
        return offered;
    }

    /** Messages that receivers have got, all together. */
    long delivered() {
        return delivered;
    }

    /** Messages that a receiver lacks although its present run should have them; those behind a reported gap count. */
    long undelivered() {
        long missing = missed;
        for (int node = receivers.nextSetBit(0); node >= 0; node = receivers.nextSetBit(node + 1)) {
            missing += begins(node) && mayBeginLate.get(node) ? 0 : offered - next[node];
        }
        return missing;
    }

    /** Whether the session is closed and nothing is missing but what was reported. */
    boolean isComplete() {
        if (!closed) {
            return false;
        }
        for (int node = receivers.nextSetBit(0); node >= 0; node = receivers.nextSetBit(node + 1)) {
            boolean done = next[node] == offered || leaps[node] > 0 || (begins(node) && mayBeginLate.get(node));
            if (!done) {
                return false;
            }
        }
        return true;
    }

    private boolean begins(int node) {
        return next[node] == 0;
    }

    private boolean mayBeAt(int node, long place) {
        if (place < next[node]) {
            return false;
        }
        if (begins(node) && mayBeginLate.get(node)) {
            return true;
        }
        missed += place - next[node];
        return leaps[node]-- > 0;
    }
}
