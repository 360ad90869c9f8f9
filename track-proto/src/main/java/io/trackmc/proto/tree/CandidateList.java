package io.trackmc.proto.tree;

import io.trackmc.proto.engine.Endpoint;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The parents that a child may bind to, with what it has learned of their addresses. As many as configured, never more. */
final class CandidateList {

    private final Candidate[] candidates;

    CandidateList(List<ParentCandidate> configured) {
        this.candidates = configured.stream().map(Candidate::new).toArray(Candidate[]::new);
    }

    int size() {
        return candidates.length;
    }

    /** What is known of a candidate. */
    Candidate at(int index) {
        return candidates[index];
    }

    int id(int index) {
        return candidates[index].id;
    }

    int region(int index) {
        return candidates[index].region;
    }

    /** Index of a node id, or -1. */
    int indexOf(int id) {
        for (int i = 0; i < candidates.length; i++) {
            if (candidates[i].id == id) {
                return i;
            }
        }
        return -1;
    }

    /** Address of a candidate: what was configured, because what it advertised may have been replayed from elsewhere; null without both. */
    @Nullable
    Endpoint endpoint(int index) {
        Candidate known = candidates[index];
        if (known.expelled) {
            return null;
        }
        Endpoint own = known.configured;
        Endpoint other = known.advertised;
        return other != null && (own == null || known.prefersAdvertised) ? other : own;
    }

    /** A candidate was expelled: it has no address any more. */
    void expel(int index) {
        candidates[index].expelled = true;
    }

    boolean isExpelled(int index) {
        return candidates[index].expelled;
    }

    /** Notes that a candidate did not answer: where it has two addresses, the other one is tried next. */
    void unanswered(int index) {
        candidates[index].prefersAdvertised = !candidates[index].prefersAdvertised;
    }

    /** Address that a candidate advertised last, or null. */
    @Nullable
    Endpoint advertised(int index) {
        return candidates[index].advertised;
    }

    /** Notes an advertised address. */
    void learn(int index, Endpoint endpoint) {
        candidates[index].advertised = endpoint;
    }

    /**
     * Where a candidate may be asked for rekeys under keys of no epoch: its address, or, while none is known, the one in an Advertise that this
     * node has no key to verify. Whoever made that up gets a short question now and then.
     */
    @Nullable
    Endpoint endpointOrOverheard(int index) {
        Endpoint proven = endpoint(index);
        return proven != null || isExpelled(index) ? proven : candidates[index].overheard;
    }

    /** Notes an address that could not be verified. */
    void overhear(int index, Endpoint endpoint) {
        candidates[index].overheard = endpoint;
    }

    /** What {@link #overhear} noted last. */
    @Nullable
    Endpoint overheard(int index) {
        return candidates[index].overheard;
    }
}
