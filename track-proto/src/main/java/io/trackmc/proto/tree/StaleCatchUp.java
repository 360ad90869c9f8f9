package io.trackmc.proto.tree;

import io.trackmc.proto.engine.Endpoint;
import io.trackmc.proto.engine.EngineScratch;
import io.trackmc.proto.engine.Transmit;
import io.trackmc.proto.event.CounterId;
import io.trackmc.proto.event.Counters;
import io.trackmc.proto.protect.HopKeys;
import io.trackmc.proto.protect.StalePairs;
import io.trackmc.proto.time.Deadlines;
import io.trackmc.proto.wire.RekeyRequestMessage;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * How a child finds its way back that has missed rekeys until no parent understands it any more: when nobody has answered it for a
 * while, it asks its candidates in turn for the rekeys, under keys that belong to no epoch, and then binds as always.
 *
 * <p>Others that have missed the same rekeys do answer. So being answered means something only from a parent that is connected to the sender, or
 * as long as no candidate speaks under an epoch that is not here. Whether one speaks so can be made up, and costs a question.
 *
 * <p>A parent that beats may be the one that keeps rekeys from its children. When it has been asked again and again in vain, the other candidates are asked
 * too, and the child goes to the one that has what the parent did not give. That another has it is certain: an authority has signed it. Nothing less makes
 * a child go, so nobody runs about where all candidates are behind; and it asks them ever less often.
 */
final class StaleCatchUp {

    /** Silence after which a node thinks that it may be stale. */
    private static final long PATIENCE_NS = 300_000_000L;
    /** Parents answer as often as that. */
    private static final long SHORTEST_NS = 110_000_000L;
    private static final long LONGEST_NS = 500_000_000L;
    /** The same for a child whose parent beats, when each of the others was asked once in vain. */
    private static final long LONGEST_ASIDE_NS = 8_000_000_000L;
    /** How long the others go on to be asked after one of them had something: more may be missing. */
    private static final long MORE_NS = 1_000_000_000L;
    private static final int NOBODY = ParentSearch.NOBODY;

    private final HopKeys keys;
    private final BindClient binds;
    private final ParentSearch candidates;
    private final UpstreamOwner owner;
    private final Counters counters;
    private final RandomGenerator random;
    private @Nullable OpenQuestions questions;
    private final EngineScratch scratch;
    private long dueNs = Deadlines.NONE;
    private long intervalNs = SHORTEST_NS;
    private long partsBefore;
    private int turn;
    private int askedAside;
    private long moreUntilNs = Deadlines.NONE;
    private int answeredBy;
    private int proof;

    StaleCatchUp(HopKeys keys, BindClient binds, UpstreamOwner owner, Counters counters, RandomGenerator random,
            EngineScratch scratch) {
        this.scratch = scratch;
        this.keys = keys;
        this.binds = binds;
        this.candidates = binds.search();
        this.owner = owner;
        this.counters = counters;
        this.random = random;
    }

    /** A parent has answered, or was heard, under an epoch that this node has. */
    void heard(long nowNs) {
        if (keys.stalePairs() == null) {
            return;
        }
        boolean strange = candidates.hasStrange(nowNs);
        boolean connected = binds.isConnected();
        if (connected && strange) {
            owner.onDoubt(nowNs);
        }
        if (connected ? !isDenied(nowNs) : !strange) {
            dueNs = Deadlines.after(nowNs, PATIENCE_NS);
            intervalNs = SHORTEST_NS;
            askedAside = 0;
        }
    }

    /** Whatever the parent kept to itself, the search for another is not put off for that. */
    void parentLost(long nowNs) {
        if (dueNs != Deadlines.NONE) {
            dueNs = Deadlines.earlier(dueNs, Deadlines.after(nowNs, PATIENCE_NS));
        }
        intervalNs = Math.min(intervalNs, LONGEST_NS);
        askedAside = 0;
        moreUntilNs = Deadlines.NONE;
    }

    /** A child of this node that has no parent asks for what this node lacks too. */
    void askNow(long nowNs) {
        if (keys.stalePairs() != null && binds.state() != BindState.BOUND) {
            dueNs = nowNs;
        }
    }

    /** This node has asked its parent for rekeys under their pair key; an answer may come under the key of no epoch. */
    void askedParent(long nowNs, int parent) {
        int candidate = candidates.indexOf(parent);
        if (candidate >= 0) {
            questions().asked(nowNs, candidate);
        }
    }

    /** Whether a node may be asked, and was lately: what else comes under keys of no epoch is of no use. */
    boolean isAsked(long nowNs, int node) {
        int candidate = candidates.indexOf(node);
        return candidate >= 0 && questions != null && questions.isOpen(nowNs, candidate);
    }

    /**
     * A candidate has answered, with something that was missing: the next question to it shows that, so that it says more.
     *
     * @param counter of the answer
     * @param usable whether this node goes on to another epoch, or knows of content keys, by what it has now
     */
    void answered(long nowNs, int candidate, long counter, boolean usable) {
        answeredBy = candidate;
        proof = (int) counter;
        ParentBond bond = binds.bond();
        if (askedAside > 0 && bond != null && bond.parent() != candidate) {
            moreUntilNs = Deadlines.after(nowNs, MORE_NS);
            if (usable) {
                binds.onOutdone(nowNs, candidate);
            }
        }
    }

    /** What a question to a parent repeats, to show that answers to it arrive; 0 when none has. */
    int proofFor(int parent) {
        return parent == answeredBy ? proof : 0;
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
        boolean aside = binds.isConnected();
        next(nowNs, aside);
        int candidate = mayBeStale(nowNs) ? candidates.nextReachable(nowNs, turn++, aside) : NOBODY;
        RekeyRequestMessage request = scratch.written().rekeyRequest();
        boolean asks = candidate != NOBODY
                && (aside ? owner.fillAsideRequest(request, candidate) : owner.fillStaleRequest(request, candidate));
        if (!asks) {
            return false;
        }
        Endpoint endpoint = candidates.reachable(candidate);
        if (endpoint == null) {
            return false;
        }
        questions().asked(nowNs, candidate);
        if (candidates.hasStrange(nowNs)) {
            owner.askedStale(nowNs);
        }
        return write(request, pairs, candidates.id(candidate), endpoint, out);
    }

    private OpenQuestions questions() {
        OpenQuestions present = questions;
        if (present == null) {
            present = new OpenQuestions(candidates.size());
            questions = present;
        }
        return present;
    }

    private boolean mayBeStale(long nowNs) {
        return switch (binds.state()) {
            case SEARCHING, BINDING -> true;
            case BOUND -> binds.isConnected() ? isDenied(nowNs)
                    : owner.isStarved(nowNs) || candidates.hasStrange(nowNs);
            default -> false;
        };
    }

    /** Whether the parent does not give what there is, or another has just shown that it did not. */
    private boolean isDenied(long nowNs) {
        boolean more = moreUntilNs != Deadlines.NONE && !Deadlines.isDue(moreUntilNs, nowNs);
        return more || owner.isStarved(nowNs);
    }

    private boolean write(RekeyRequestMessage request, StalePairs pairs, int parent, Endpoint endpoint, Transmit out) {
        request.echo(proofFor(parent));
        int outerLength = request.write(out.bytes(), 0);
        out.unicast(endpoint, pairs.sealRequest(parent, out.bytes(), 0, outerLength));
        counters.increment(CounterId.REKEY_REQUESTS_SENT);
        return true;
    }

    /** As long as answers bring something, the same one is asked again soon. */
    private void next(long nowNs, boolean aside) {
        long parts = counters.get(CounterId.REKEY_PARTS_RECEIVED);
        if (parts != partsBefore) {
            partsBefore = parts;
            intervalNs = SHORTEST_NS;
            turn = Math.max(0, turn - 1);
        } else if (!aside || askedAside >= candidates.size()) {
            intervalNs = Math.min(aside ? LONGEST_ASIDE_NS : LONGEST_NS, 2 * intervalNs);
        }
        askedAside = aside ? Math.min(askedAside + 1, candidates.size()) : 0;
        dueNs = Deadlines.after(nowNs, intervalNs + random.nextLong(intervalNs / 8));
    }
}
