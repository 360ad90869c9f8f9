package io.trackmc.proto.rekey;

import io.trackmc.proto.protect.KeyUpdates;

/** Who was expelled, in this run of a node or before; each is noted where that is kept, and told of, once. */
final class Expulsions {

    private final KeyUpdates updates;
    private final ExpelledIds kept;
    private final RekeyListener listener;
    private int told;

    Expulsions(KeyUpdates updates, ExpelledIds kept, RekeyListener listener) {
        this.updates = updates;
        this.kept = kept;
        this.listener = listener;
    }

    boolean contains(int nodeId) {
        return updates.isExpelled(nodeId) || kept.contains(nodeId);
    }

    /** Tells of those of whom headers, or an authority, have said it since. */
    void tell(long nowNs) {
        while (told < updates.expelledCount()) {
            int id = updates.expelled(told++);
            kept.add(id);
            listener.onExpelled(nowNs, id);
        }
    }
}
