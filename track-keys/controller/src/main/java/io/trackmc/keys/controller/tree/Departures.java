package io.trackmc.keys.controller.tree;

import io.trackmc.proto.wire.RekeyHeader;
import io.trackmc.proto.wire.RekeyPart;
import java.security.SecureRandom;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Who is to be named as expelled in the next rekey, and whether that rekey has room for more. */
final class Departures {

    /** Rekeys whose number fits where versions of nodes are kept. */
    private static final long MAX_SEQUENCE = Integer.MAX_VALUE;

    /** One event touches far fewer chunks than are left above this. */
    private static final long FULL = RekeyPart.MAX_CHUNKS - (1 << 14);

    private final Set<Integer> expelled = new TreeSet<>(Integer::compareUnsigned);

    Set<Integer> expelled() {
        return expelled;
    }

    int count() {
        return expelled.size();
    }

    boolean isFull(long chunkBound) {
        return chunkBound > FULL || expelled.size() >= RekeyHeader.MAX_EXPELLED;
    }

    void requireRoom(long chunkBound) {
        if (chunkBound > FULL) {
            throw new IllegalStateException("the batch is full: make the rekey first");
        }
    }

    void requireExpellable() {
        if (expelled.size() >= RekeyHeader.MAX_EXPELLED) {
            throw new IllegalStateException(
                    "a rekey names at most " + RekeyHeader.MAX_EXPELLED + " expelled members: make it first");
        }
    }

    void expel(int member) {
        expelled.add(member);
    }

    void settle() {
        expelled.clear();
    }

    RekeyBuild begin(LayerTree trees, RekeySeries series, SecureRandom random, @Nullable RekeyTrace trace) {
        if (!trees.root().exists) {
            throw new IllegalStateException("nobody is in the group");
        }
        if (series.sequence >= MAX_SEQUENCE) {
            throw new IllegalStateException("the last number of a rekey is used");
        }
        return new RekeyBuild(series.sequence + 1, series.layer, series.gid, random, trace);
    }
}
