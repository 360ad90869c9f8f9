package io.trackmc.receiver;

import io.trackmc.proto.engine.EngineEvent.SessionClosed;
import io.trackmc.proto.engine.EngineEvent.SessionOpened;
import io.trackmc.proto.engine.EngineEvent.Unrecoverable;

/** Takes what a source sent, in its order: a session's beginning, messages, gaps, its end. On the thread that polls. */
@FunctionalInterface
public interface StreamHandler {

    /**
     * Takes one message.
     *
     * @param bytes holds the message at {@code offset}, for the time of the call only
     * @param length 0 to {@link io.trackmc.proto.fragment.MessageLimits#MAX_MESSAGE_BYTES}
     */
    void onMessage(byte[] bytes, int offset, int length);

    /** A session begins; messages of it follow. A first sequence above 1: this receiver came late and misses what was before. */
    default void onSessionOpened(SessionOpened session) {}

    /** Packets of the session are lost for good; all messages that had a part in them are missing here. */
    default void onGap(Unrecoverable gap) {}

    /** The session is over and everything of it that is here was handed over. */
    default void onSessionClosed(SessionClosed session) {}
}
