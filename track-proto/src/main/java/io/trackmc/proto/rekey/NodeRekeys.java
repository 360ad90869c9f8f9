package io.trackmc.proto.rekey;

import io.trackmc.proto.protect.KeyUpdates;

/** What a run of a node is given so that its keys can change; the same for all sessions of the run. */
public final class NodeRekeys {

    /** Keys never change, and nobody is expelled. */
    public static final NodeRekeys NONE = new NodeRekeys(StaticKeys.INSTANCE, new MemoryExpelledIds(), 0);

    private final KeyUpdates updates;
    private final ExpelledIds expelledIds;
    private final long cacheBytes;

    /**
     * @param updates its keys, as authorities change them
     * @param expelledIds nodes that were expelled before, where that is kept over restarts
     * @param cacheBytes most bytes of INNERs of rekeys that it keeps
     */
    public NodeRekeys(KeyUpdates updates, ExpelledIds expelledIds, long cacheBytes) {
        this.updates = updates;
        this.expelledIds = expelledIds;
        this.cacheBytes = cacheBytes;
    }

    /** Its keys, as authorities change them. */
    public KeyUpdates updates() {
        return updates;
    }

    ExpelledIds expelledIds() {
        return expelledIds;
    }

    long cacheBytes() {
        return cacheBytes;
    }
}
