package io.trackmc.repairhead;

import io.trackmc.net.node.ChildStatus;
import io.trackmc.net.node.KeyStatus;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.repairhead.RepairHeadState;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A repair head at one moment.
 *
 * @param state in the present session
 * @param session run of the source; ZERO while none is known
 * @param level in the tree, 1 directly under the sender; 128 without a parent
 * @param parent name of the parent, or null without one
 * @param children its children
 * @param cumAck sequence up to which it has, or had, everything
 * @param highest highest sequence that is known to exist
 * @param repairsSent repairs sent to children
 * @param repairsReceived repairs from above that filled a gap
 * @param nacksReceived NACKs of children
 * @param nacksSentUp NACKs sent to the parent
 * @param failovers binds to another parent after one was lost
 * @param keysHeld names of the keys that it holds, never their values
 * @param keys how far its keys are
 * @param drops datagrams dropped by reason, in lower case; reasons that never happened are absent
 */
public record RepairHeadStatus(
        RepairHeadState state,
        Incarnation session,
        int level,
        @Nullable String parent,
        List<ChildStatus> children,
        long cumAck,
        long highest,
        long repairsSent,
        long repairsReceived,
        long nacksReceived,
        long nacksSentUp,
        long failovers,
        List<String> keysHeld,
        KeyStatus keys,
        Map<String, Long> drops) {}
