package io.trackmc.proto.tree;

import io.trackmc.proto.engine.Endpoint;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The parents that a child may bind to, with what it has learned of their addresses. As many as configured, never more. */
final class CandidateList {

    private final List<ParentCandidate> configured;
    private final @Nullable Endpoint[] advertised;
    private final @Nullable Endpoint[] overheard;
    private final boolean[] prefersAdvertised;
    private final boolean[] expelled;

    CandidateList(List<ParentCandidate> configured) {
        this.configured = configured;
        this.advertised = new Endpoint[configured.size()];
        this.overheard = new Endpoint[configured.size()];
        this.expelled = new boolean[configured.size()];
        this.prefersAdvertised = new boolean[configured.size()];
    }

    int size() {
        return configured.size();
    }

    int id(int index) {
        return configured.get(index).id();
    }

    int region(int index) {
        return configured.get(index).region();
    }

    /** Index of a node id, or -1. */
    int indexOf(int id) {
        for (int i = 0; i < configured.size(); i++) {
            if (configured.get(i).id() == id) {
                return i;
            }
        }
        return -1;
    }

    /** Address of a candidate: what was configured, because what it advertised may have been replayed from elsewhere; null without both. */
    @Nullable
    Endpoint endpoint(int index) {
        if (expelled[index]) {
            return null;
        }
        Endpoint own = configured.get(index).endpoint();
        Endpoint other = advertised[index];
        return other != null && (own == null || prefersAdvertised[index]) ? other : own;
    }

    /** A candidate was expelled: it has no address any more. */
    void expel(int index) {
        expelled[index] = true;
    }

    boolean isExpelled(int index) {
        return expelled[index];
    }

    /** Notes that a candidate did not answer: where it has two addresses, the other one is tried next. */
    void unanswered(int index) {
        prefersAdvertised[index] = !prefersAdvertised[index];
    }

    /** Address that a candidate advertised last, or null. */
    @Nullable
    Endpoint advertised(int index) {
        return advertised[index];
    }

    /** Notes an advertised address. */
    void learn(int index, Endpoint endpoint) {
        advertised[index] = endpoint;
    }

    /**
     * Where a candidate may be asked for rekeys under keys of no epoch: its address, or, while none is known, the one in an Advertise that this
     * node has no key to verify. Whoever made that up gets a short question now and then.
     */
    @Nullable
    Endpoint endpointOrOverheard(int index) {
        Endpoint proven = endpoint(index);
        return proven != null || expelled[index] ? proven : overheard[index];
    }

    /** Notes an address that could not be verified. */
    void overhear(int index, Endpoint endpoint) {
        overheard[index] = endpoint;
    }

    /** What {@link #overhear} noted last. */
    @Nullable
    Endpoint overheard(int index) {
        return overheard[index];
    }
}
