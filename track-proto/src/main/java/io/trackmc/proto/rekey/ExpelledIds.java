package io.trackmc.proto.rekey;

/** Nodes that were expelled for good, kept over restarts: no bind of theirs is answered. One thread. */
public interface ExpelledIds {

    boolean contains(int nodeId);

    /** Adds a node: it is refused from now on. Where there is a disk it gets there soon; the caller does not wait for it. */
    void add(int nodeId);
}
