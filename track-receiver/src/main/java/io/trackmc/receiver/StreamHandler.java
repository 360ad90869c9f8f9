package io.trackmc.receiver;

import io.trackmc.proto.engine.EngineEvent.SessionClosed;
import io.trackmc.proto.engine.EngineEvent.SessionOpened;
import io.trackmc.proto.engine.EngineEvent.Unrecoverable;

/**
 * Takes what a source sent, in its order: a session's beginning, messages, gaps, its end. On the thread that polls; or, where it was
 * {@linkplain Subscription#subscribe subscribed}, on the driver's, where it must return soon and must not wait. In an unordered
 * session ({@link SessionOpened#rules}) each message comes as soon as all of it is there, once, and before the session's end all the same.
 *
 * <p>Messages carry no numbers. Who got a session from its beginning and without a gap counts them, from 1, and has the sender's positions;
 * else only sequences, which count packets, say how much is missing.
 */
@FunctionalInterface
public interface StreamHandler {

    /**
     * Takes one message.
     *
     * @param bytes holds the message at {@code offset}, for the time of the call only
     * @param length 0 to {@link io.trackmc.proto.fragment.MessageLimits#MAX_MESSAGE_BYTES}
     */
    void onMessage(byte[] bytes, int offset, int length);

    /**
     * The same, with the place of the message in the session ({@link io.trackmc.proto.fragment.MessagePlace}): ascending in the order of the
     * source, so that an application can put messages of an unordered session in order. It counts packets, not messages.
     */
    default void onMessage(long place, byte[] bytes, int offset, int length) {
        onMessage(bytes, offset, length);
    }

    /** A session begins; messages of it follow. */
    default void onSessionOpened(SessionOpened session) {}

    /**
     * This receiver came late to the session that was just opened: delivery begins with the first message that begins in the packet
     * {@code firstSequence}, which is above 1, or later; what was before is missing here, and is not reported as a gap.
     */
    default void onLateJoin(long firstSequence) {}

    /** Packets of the session are lost for good; all messages that had a part in them are missing here. */
    default void onGap(Unrecoverable gap) {}

    /** The session is over, by its source or, if aborted, without a promise, and everything of it that is here was handed over. */
    default void onSessionClosed(SessionClosed session) {}
}
