package io.trackmc.proto.tree;

import io.trackmc.proto.engine.FlowConfig;
import io.trackmc.proto.engine.FlowConfig.SlowReceiver;
import io.trackmc.proto.engine.ProtocolConfig;
import io.trackmc.proto.seq.SequenceNumbers;

/**
 * Which children hold the source back, and which of them for too long.
 *
 * <p>Each parent judges its own children, so the nearest parent acts, and nobody else needs to. A receiver is judged by the room that its
 * application leaves. A repair head is judged by what it has itself: what lies below it holds it back too, but is its own affair, and it
 * is not sent away for one slow child.
 */
final class ChildRoom {

    /** Part of the window below which a child's room is little. */
    private static final int LITTLE = 4;

    private final SessionState session;
    private FlowConfig flow;
    private final int windowPackets;
    private final long longestStepNs;
    private final long heardWithinNs;

    ChildRoom(SessionState session, ProtocolConfig config) {
        this.session = session;
        this.flow = config.flow();
        this.windowPackets = config.windowPackets();
        this.longestStepNs = 2 * config.tree().heartbeatNs();
        this.heardWithinNs = 2 * Math.max(config.tree().trackIdleNs(), config.tree().probeNs());
    }

    /** Another policy from now on; for how long a child has held the group back already counts. */
    void flow(FlowConfig other) {
        flow = other;
    }

    /** Whether the child's subtree leaves the source little room, so that it must be known soon whether it lives. */
    boolean isTight(Child child) {
        return isLittle(child.report().highestAllowed());
    }

    /** Whether the child, which is bound, has been too slow for too long, and the policy is to send it away. */
    boolean isTooSlow(long nowNs, Child child) {
        long passed = child.isRepairHead() ? ownRoom(child) : child.report().highestAllowed();
        // Silence is another matter: it is given up for that.
        boolean speaks = nowNs - child.lastHeardNs() <= heardWithinNs;
        boolean holdsBack = !session.isClosed() && isLittle(passed);
        long heldNs = child.slowness().judge(nowNs, passed, holdsBack, windowPackets, speaks ? longestStepNs : 0);
        return flow.slowReceiver() == SlowReceiver.EJECT && heldNs >= flow.stallNs();
    }

    private long ownRoom(Child child) {
        return Math.min(child.report().cumAck(), SequenceNumbers.MAX - windowPackets) + windowPackets;
    }

    private boolean isLittle(long allowed) {
        return allowed - session.highestSequence() < windowPackets / LITTLE;
    }
}
