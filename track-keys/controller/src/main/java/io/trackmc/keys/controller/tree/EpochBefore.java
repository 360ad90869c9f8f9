package io.trackmc.keys.controller.tree;

import io.trackmc.keys.transport.msa.EpochKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The epoch before the newest of a layer, in memory only, while the group may still use it. Not thread-safe. */
final class EpochBefore<E extends EpochKey> {

    private @Nullable E key;

    boolean isKnown() {
        return key != null;
    }

    /** There is a newer one; what was before this one is erased. */
    void set(E last) {
        forget();
        key = last;
    }

    /** Erases it. */
    void forget() {
        if (key != null) {
            key.destroy();
            key = null;
        }
    }

    /** The newest epoch, behind this one while it is known. */
    List<E> and(E newest) {
        return key == null ? List.of(newest) : List.of(key, newest);
    }
}
