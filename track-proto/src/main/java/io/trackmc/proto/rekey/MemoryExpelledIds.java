package io.trackmc.proto.rekey;

import org.agrona.collections.IntHashSet;

/** Expelled nodes of one run, for nodes without a state directory. */
public final class MemoryExpelledIds implements ExpelledIds {

    private final IntHashSet ids = new IntHashSet();

    @Override
    public boolean contains(int nodeId) {
        return ids.contains(nodeId);
    }

    @Override
    public void add(int nodeId) {
        ids.add(nodeId);
    }
}
