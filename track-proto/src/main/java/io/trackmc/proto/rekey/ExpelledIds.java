package io.trackmc.proto.rekey;

/** Nodes that were expelled for good, kept over restarts: no bind of theirs is answered. One thread. */
public interface ExpelledIds {

    boolean contains(int nodeId);

    /** Adds a node; it is on disk when this returns, where there is one. */
    void add(int nodeId);
}
