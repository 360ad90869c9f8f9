package io.trackmc.proto.engine;

import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.proto.wire.SessionRules;

/** Something rare that an application or an operator wants to know. Packets and repairs are counted, not reported one by one. */
public sealed interface EngineEvent {

    /** This node is bound to a parent. {@code failover} when it lost another parent in this session. */
    record ParentBound(int parent, int level, boolean failover) implements EngineEvent {}

    /** This node has no parent any more and looks for one. */
    record ParentLost(int parent, ParentLoss why) implements EngineEvent {}

    /** A parent refused this node; it goes on to the next candidate. */
    record ParentRejected(int parent, int reason) implements EngineEvent {}

    /** A child was admitted and has sent its first packet under both incarnations. */
    record ChildBound(int child, boolean repairHead) implements EngineEvent {}

    /** A child is gone. */
    record ChildGone(int child, ChildLoss why) implements EngineEvent {}

    /** A session of the source began for this node, at {@code firstSequence}, under the rules that the source has given itself. */
    record SessionOpened(int source, Incarnation incarnation, long firstSequence, SessionRules rules)
            implements
                EngineEvent {}

    /** The source closed the session after {@code lastSequence}. */
    record SessionClosed(long lastSequence, boolean aborted) implements EngineEvent {}

    /** Sequences {@code first..last} cannot be had any more: an explicit gap in the stream. */
    record Unrecoverable(long first, long last) implements EngineEvent {}

    /**
     * Sequences {@code first..last} are not had here, and nobody lost anything: no child of this repair head waits for them, or this receiver, to
     * which nothing was handed over yet, begins after them, because they were sealed before it was given keys, or because it came late and they were gone before its
     * parent kept anything for it.
     */
    record PassedOver(long first, long last) implements EngineEvent {}

    /** Everything is done: the receiver has left, with everything confirmed or not, the RH's subtree is through, or every receiver has answered the sender. */
    record Finished() implements EngineEvent {}

    /** A repair head that was told to drain has left the tree; it does nothing any more. */
    record Drained() implements EngineEvent {}

    /** A rekey was applied: packets of this epoch are understood from now on. */
    record EpochInstalled(KeyLayer layer, long epoch) implements EngineEvent {}

    /** This node sends under this epoch from now on; a receiver has opened all that it needs of the one two back. */
    record EpochActivated(KeyLayer layer, long epoch) implements EngineEvent {}

    /** Packets of this epoch are not understood any more. */
    record EpochRetired(KeyLayer layer, long epoch) implements EngineEvent {}

    /**
     * This node has missed more rekeys of a layer than anybody in the tree can give it: only the authority of that layer can. Comes again, ever less
     * often, until the keys have come.
     */
    record LeftBehind(KeyLayer layer) implements EngineEvent {}

    /** An authority has expelled a node, for good. A node that it is itself does nothing more. */
    record Expelled(int nodeId) implements EngineEvent {}

    /** Why a parent was lost. */
    enum ParentLoss {
        /** No Heartbeat or other packet for the detection time. */
        SILENT,
        /** It asked its children to leave. */
        EJECTED,
        /** It runs again with another incarnation. */
        RESTARTED,
        /** Its path to the sender leads through this node. */
        LOOP,
        /** It has lost its own path to the sender, and another candidate has one. */
        CUT_OFF,
        /** It is going to stop; this node has bound to another before it left it. */
        LEAVING,
        /** It was asked in vain for a rekey that another candidate had; this node has bound to another before it left it. */
        WITHHOLDING,
        /** It sent this node away, which holds the group back: this node stays away for a while. */
        TOO_SLOW,
        /** An authority has expelled it: it is no parent any more. */
        EXPELLED
    }

    /** Why a child was removed. */
    enum ChildLoss {
        /** It unbound with the session complete: a receiver has confirmed it with that. */
        DONE,
        /** It unbound before that, or at the end without having got and confirmed what there was. */
        LEFT,
        /** No packet for the detection time, also when probed. */
        SILENT,
        /** It runs again with another incarnation. */
        RESTARTED,
        /** It was told to go. */
        EJECTED,
        /** It was told to go because it held the group back. */
        TOO_SLOW,
        /** An authority has expelled it. */
        EXPELLED
    }
}
