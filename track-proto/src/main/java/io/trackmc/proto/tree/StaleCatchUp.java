package io.trackmc.proto.tree;

import io.trackmc.proto.engine.Endpoint;
import io.trackmc.proto.engine.Transmit;
import io.trackmc.proto.event.CounterId;
import io.trackmc.proto.event.Counters;
import io.trackmc.proto.protect.HopKeys;
import io.trackmc.proto.protect.StalePairs;
import io.trackmc.proto.time.Deadlines;
import io.trackmc.proto.wire.RekeyRequestMessage;
import java.util.random.RandomGenerator;

/**
 * How a child finds its way back that has missed rekeys until no parent understands it any more: when nobody has answered it for a
 * while, it asks its candidates in turn for the rekeys, under keys that belong to no epoch, and then binds as always.
 */
final class StaleCatchUp {

    /** Silence after which a node thinks that it may be stale. */
    private static final long PATIENCE_NS = 300_000_000L;
    /** Parents answer as often as that. */
    private static final long SHORTEST_NS = 110_000_000L;
    private static final long LONGEST_NS = 500_000_000L;

    private final HopKeys keys;
    private final BindClient binds;
    private final UpstreamOwner owner;
    private final Counters counters;
    private final RandomGenerator random;
    private final RekeyRequestMessage request = new RekeyRequestMessage();
    private long dueNs = Deadlines.NONE;
    private long intervalNs = SHORTEST_NS;
    private long partsBefore;
    private int turn;
    private int answeredBy;
    private int proof;

    StaleCatchUp(HopKeys keys, BindClient binds, UpstreamOwner owner, Counters counters, RandomGenerator random) {
        this.keys = keys;
        this.binds = binds;
        this.owner = owner;
        this.counters = counters;
        this.random = random;
    }

    /** A parent has answered, or was heard, under an epoch that this node has. */
    void heard(long nowNs) {
        if (keys.stalePairs() != null) {
            dueNs = Deadlines.after(nowNs, PATIENCE_NS);
            intervalNs = SHORTEST_NS;
        }
    }

    /** A child of this node that has no parent asks for what this node lacks too. */
    void askNow(long nowNs) {
        if (keys.stalePairs() != null && binds.state() != BindState.BOUND) {
            dueNs = nowNs;
        }
    }

    /** A parent has answered: the next question to it shows that, so that it says more. */
    void answered(int parent, long counter) {
        answeredBy = parent;
        proof = (int) counter;
    }

    long deadlineNs() {
        return dueNs;
    }

    /** Writes a question that is due; false when there is none. */
    boolean poll(long nowNs, Transmit out) {
        StalePairs pairs = keys.stalePairs();
        if (pairs == null || !Deadlines.isDue(dueNs, nowNs)) {
            return false;
        }
        next(nowNs);
        boolean lost = binds.state() == BindState.SEARCHING || binds.state() == BindState.BINDING;
        if (!lost && !(binds.state() == BindState.BOUND && owner.isStarved())) {
            return false;
        }
        int candidate = binds.nextReachableCandidate(turn++);
        if (candidate < 0 || !owner.fillStaleRequest(request, candidate)) {
            return false;
        }
        Endpoint endpoint = binds.candidateEndpoint(candidate);
        return endpoint != null && write(pairs, binds.candidateId(candidate), endpoint, out);
    }

    private boolean write(StalePairs pairs, int parent, Endpoint endpoint, Transmit out) {
        request.echo(parent == answeredBy ? proof : 0);
        int outerLength = request.write(out.bytes(), 0);
        out.unicast(endpoint, pairs.sealRequest(parent, out.bytes(), 0, outerLength));
        counters.increment(CounterId.REKEY_REQUESTS_SENT);
        return true;
    }

    /** As long as answers bring something, the same one is asked again soon. */
    private void next(long nowNs) {
        long parts = counters.get(CounterId.REKEY_PARTS_RECEIVED);
        if (parts != partsBefore) {
            partsBefore = parts;
            intervalNs = SHORTEST_NS;
            turn = Math.max(0, turn - 1);
        } else {
            intervalNs = Math.min(LONGEST_NS, 2 * intervalNs);
        }
        dueNs = Deadlines.after(nowNs, intervalNs + random.nextLong(intervalNs / 8));
    }
}
