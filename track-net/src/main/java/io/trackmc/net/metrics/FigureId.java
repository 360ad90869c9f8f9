package io.trackmc.net.metrics;

/** What a driver's thread publishes besides counters. Which of them a role publishes, its side of the driver decides. */
public enum FigureId {
    /** Ordinal of a {@link Readiness}. */
    READINESS,
    /** Node id of the parent; 0 without one. */
    PARENT,
    /** Level in the tree, 0 for the sender. */
    LEVEL,
    /** Children that are repair heads. */
    REPAIR_HEADS,
    /** Children that are receivers. */
    RECEIVERS,
    /** Receivers below, at any depth. */
    SUBTREE_RECEIVERS,
    /** Highest sequence sent, or known to exist. */
    HIGHEST_SEQUENCE,
    /** Up to here everybody below has everything, of a sender; it has everything itself, of others. */
    COMPLETE_SEQUENCE,
    /** Packets that the tree has room for beyond the last one sent. */
    WINDOW_ROOM,
    /** How long ago the oldest packet was sent, or came, that is still held for children, in milliseconds. */
    RETENTION_MS,
    /** Bytes per second that congestion control permits; 0 without it. */
    CONGESTION_RATE,
    /** Number of the newest transport rekey that is known. */
    TRANSPORT_NEWEST_REKEY,
    /** Number of the newest transport rekey that was applied. */
    TRANSPORT_APPLIED_REKEY,
    /** Transport epoch that the node sends under. */
    TRANSPORT_EPOCH,
    /** Number of the newest content rekey that is known. */
    CONTENT_NEWEST_REKEY,
    /** Number of the newest content rekey that was applied. */
    CONTENT_APPLIED_REKEY,
    /** Content epoch that the node sends under, or opened last. */
    CONTENT_EPOCH,
    /** Nodes that rekeys of this run have expelled. */
    EXPELLED,
    /** Packets that receivers have confirmed here, added up over them, and no written receipt says yet. */
    RECEIPTS_LAG
}
