package io.trackmc.proto.repairhead;

/** State of a repair head. */
public enum RepairHeadState {
    /** No parent has confirmed yet; children are asked to wait. */
    JOINING,
    /** Bound and serving. */
    ACTIVE,
    /** Lost its parent: serves its children from what it has while it looks for another. */
    REPARENTING,
    /** The session is over for its subtree; says good-bye to its parent. */
    LEAVING,
    /** Not bound; keeps the finished session for late children and waits for the next one. */
    WAITING,
    /** Was told to drain, and has left the tree: does nothing any more. */
    DRAINED
}
