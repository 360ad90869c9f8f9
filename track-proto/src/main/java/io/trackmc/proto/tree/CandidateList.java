package io.trackmc.proto.tree;

import io.trackmc.proto.engine.Endpoint;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The parents that a child may bind to, with what it has learned of their addresses. As many as configured, never more. */
final class CandidateList {

    private final List<ParentCandidate> configured;
    private final @Nullable Endpoint[] learned;

    CandidateList(List<ParentCandidate> configured) {
        this.configured = configured;
        this.learned = new Endpoint[configured.size()];
    }

    int size() {
        return configured.size();
    }

    int id(int index) {
        return configured.get(index).id();
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

    /** Address of a candidate: what it advertised, else what was configured, else null. */
    @Nullable
    Endpoint endpoint(int index) {
        Endpoint advertised = learned[index];
        return advertised != null ? advertised : configured.get(index).endpoint();
    }

    /** Notes an advertised address. */
    void learn(int index, Endpoint endpoint) {
        learned[index] = endpoint;
    }

    /** First candidate at or after {@code from}, going round, whose address is known; -1 when there is none. */
    int nextKnown(int from) {
        for (int step = 0; step < size(); step++) {
            int index = Math.floorMod(from + step, size());
            if (endpoint(index) != null) {
                return index;
            }
        }
        return -1;
    }
}
