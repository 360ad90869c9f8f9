package io.trackmc.proto.repairhead;

import io.trackmc.proto.engine.EngineEvent.ParentBound;
import io.trackmc.proto.engine.EngineEvent.SessionClosed;
import io.trackmc.proto.engine.EngineEvent.SessionOpened;
import io.trackmc.proto.engine.EventQueue;
import io.trackmc.proto.event.LossCause;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.tree.ParentBond;
import io.trackmc.proto.tree.Region;
import io.trackmc.proto.tree.SessionState;
import io.trackmc.proto.tree.Upstream;
import io.trackmc.proto.window.SequenceTracker;
import io.trackmc.proto.wire.BindConfirmMessage;
import io.trackmc.proto.wire.HeartbeatMessage;

/**
 * What a repair head takes over from its parent: the run of the source, its place in the tree, how far the session has come, its close.
 *
 * <p>State of the session changes only on what the parent says to this repair head alone (security rules, "Acceptance of a packet").
 */
final class ParentGuidance {

    /** Heartbeats in a row that take a close back. */
    private static final int DENIALS = 3;

    private final int nodeId;
    private final int sourceId;
    private final SessionState session;
    private final RepairHeadMemory memory;
    private final SequenceTracker tracker;
    private final SourceChannel source;
    private final LeadingEdge leadingEdge;
    private final TrailingEdge trailingEdge;
    private final Subtree subtree;
    private final Upstream upstream;
    private final Region region;
    private final RepairHeadLifecycle lifecycle;
    private final EventQueue events;
    private int denials;

    ParentGuidance(
            int nodeId,
            int sourceId,
            SessionState session,
            RepairHeadMemory memory,
            SequenceTracker tracker,
            SourceChannel source,
            LeadingEdge leadingEdge,
            TrailingEdge trailingEdge,
            Subtree subtree,
            Upstream upstream,
            Region region,
            RepairHeadLifecycle lifecycle,
            EventQueue events) {
        this.nodeId = nodeId;
        this.sourceId = sourceId;
        this.session = session;
        this.memory = memory;
        this.tracker = tracker;
        this.source = source;
        this.leadingEdge = leadingEdge;
        this.trailingEdge = trailingEdge;
        this.subtree = subtree;
        this.upstream = upstream;
        this.region = region;
        this.lifecycle = lifecycle;
        this.events = events;
    }

    /** A parent confirmed. */
    void onBound(long nowNs, ParentBond bond, BindConfirmMessage confirm) {
        Incarnation run = new Incarnation(confirm.sourceIncarnationHigh(), confirm.sourceIncarnationLow());
        boolean failover = lifecycle.state() == RepairHeadState.REPARENTING;
        denials = 0; // those of another parent
        events.add(new ParentBound(bond.parent(), confirm.level(), failover));
        if (!session.isOpen() || !run.equals(session.incarnation())) {
            openSession(nowNs, run, confirm);
        } else {
            leadingEdge.learn(nowNs, confirm.lowestRepairable() - 1);
            trailingEdge.giveUpBelow(confirm.lowestRepairable(), LossCause.PARENT_LOST);
            upstream.nacks().onNewParent(nowNs);
            memory.onAnotherParent();
            source.forgetFloor();
        }
        if (confirm.highestSequence() > 0) {
            session.started();
        }
        session.content(confirm.content());
        session.forgetSenderRtt();
        memory.boundTo(bond);
        takePlaceUnder(bond, confirm.level());
        for (int i = 0; i < confirm.ancestorCount(); i++) {
            session.addAncestor(confirm.ancestor(i));
        }
        lifecycle.onBound();
        release(confirm.highestReleased());
        leadingEdge.hint(nowNs, confirm.highestSequence());
        region.sessionReady();
        region.announce();
        lifecycle.checkDone(nowNs);
    }

    /** The parent is gone: this repair head goes on serving its children, and tells them that it is cut off. */
    void onParentLost(long nowNs) {
        lifecycle.onParentLost();
        trailingEdge.forgetParent();
        session.place(SessionState.DISCONNECTED);
        region.announce();
        lifecycle.checkDone(nowNs);
    }

    /** Somebody says as the parent how far the session has come; {@code alone} if under the pair key, so that it is certain. */
    void onHeartbeat(long nowNs, HeartbeatMessage heartbeat, boolean alone) {
        leadingEdge.hint(nowNs, heartbeat.highestSequence());
        if (memory.told().isWaiting()) {
            upstream.tracks().changed();
        }
        if (alone) {
            obey(nowNs, heartbeat);
        }
    }

    private void obey(long nowNs, HeartbeatMessage heartbeat) {
        ParentBond bond = upstream.binds().bond();
        if (bond == null) {
            return;
        }
        takePlaceUnder(bond, heartbeat.level());
        for (int i = 0; i < heartbeat.ancestorCount(); i++) {
            if (heartbeat.ancestor(i) == nodeId) {
                upstream.binds().onLoop(nowNs);
                return;
            }
            session.addAncestor(heartbeat.ancestor(i));
        }
        session.content(heartbeat.content());
        release(heartbeat.highestReleased());
        trailingEdge.onTold(heartbeat.lowestRepairable());
        followClose(nowNs, heartbeat);
        // What was missing last may have been given up just now.
        lifecycle.checkDone(nowNs);
    }

    /** One Heartbeat may have been overtaken on its way; what several in a row say otherwise was not true, or is over with who said it. */
    private void followClose(long nowNs, HeartbeatMessage heartbeat) {
        boolean agrees = heartbeat.closed() && heartbeat.closeSequence() == session.closeSequence();
        denials = session.isClosed() && !agrees ? denials + 1 : 0;
        if (denials == DENIALS) {
            denials = 0;
            session.reopen(tracker.cumAck());
            region.announce();
        }
        if (heartbeat.closed() && !session.isClosed()) {
            close(nowNs, heartbeat.closeSequence());
        }
    }

    private void openSession(long nowNs, Incarnation run, BindConfirmMessage confirm) {
        if (session.isOpen()) {
            region.reset(nowNs);
        }
        session.open(sourceId, run, confirm.rules());
        source.open(run);
        memory.clear();
        trailingEdge.forgetParent();
        long first = SessionState.firstForRepairHead(confirm.lowestRepairable(), confirm.highestReleased());
        tracker.start(first);
        session.lowestRepairable(first);
        session.highestSequence(first - 1);
        upstream.nacks().start();
        subtree.updateLimit();
        events.add(new SessionOpened(sourceId, run, first, session.rules()));
    }

    private void close(long nowNs, long lastSequence) {
        session.close(lastSequence);
        events.add(new SessionClosed(lastSequence, false));
        leadingEdge.hint(nowNs, lastSequence);
        upstream.tracks().hasten();
        region.announce();
    }

    private void takePlaceUnder(ParentBond bond, int parentLevel) {
        session.place(Math.min(parentLevel + 1, SessionState.DISCONNECTED));
        session.addAncestor(bond.parent());
    }

    /** In a reliable session nothing is released that somebody here lacks; whatever a parent says, nobody who joins here is told more. */
    private void release(long highestReleased) {
        session.highestReleased(
                session.rules().isTimely() ? highestReleased : Math.min(highestReleased, subtree.cumAck()));
        trailingEdge.onReleased();
    }
}
