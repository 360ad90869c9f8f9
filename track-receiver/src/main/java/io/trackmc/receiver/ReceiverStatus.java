package io.trackmc.receiver;

import io.trackmc.net.node.KeyStatus;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.receiver.ReceiverState;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A receiver at one moment. Sequences are of the present session, numbers of all sessions since it was opened.
 *
 * @param state in the present session
 * @param session run of the source; ZERO while none is known
 * @param parent name of the parent, or null without one
 * @param parentLevel level of the parent, 0 for the sender; -1 without one
 * @param firstSequence first sequence of the session that this receiver wanted
 * @param highest highest sequence that is known to exist
 * @param delivered sequence up to which everything was handed over towards the application, or reported as a gap
 * @param confirmed sequence up to which everything was confirmed
 * @param closeSequence last sequence of the session once the source closed it, else -1
 * @param sourceHeardNs when the source was last heard on the data channel, as {@link System#nanoTime}; 0 when never
 * @param complete whether the present session was closed, without an abort, and all of it was confirmed
 * @param messages messages handed to the application
 * @param bytes bytes of these messages
 * @param gaps sequences lost for good
 * @param losses sequences found missing, most of them repaired
 * @param repairsReceived repairs that filled a gap
 * @param nacksSent NACKs sent
 * @param failovers binds to another parent after one was lost
 * @param failoverTimes how long these took; null before the first
 * @param sessions sessions opened
 * @param keys how far its keys are
 * @param drops datagrams dropped by reason, in lower case; reasons that never happened are absent
 */
public record ReceiverStatus(
        ReceiverState state,
        Incarnation session,
        @Nullable String parent,
        int parentLevel,
        long firstSequence,
        long highest,
        long delivered,
        long confirmed,
        long closeSequence,
        long sourceHeardNs,
        boolean complete,
        long messages,
        long bytes,
        long gaps,
        long losses,
        long repairsReceived,
        long nacksSent,
        long failovers,
        @Nullable FailoverTimes failoverTimes,
        long sessions,
        KeyStatus keys,
        Map<String, Long> drops) {}
