package io.trackmc.proto.fragment;

/** Takes complete messages. */
@FunctionalInterface
public interface MessageHandler {

    /**
     * Takes one message, or puts it off.
     *
     * @param place where in the session the message is ({@link MessagePlace}); ascending in the order of the source
     * @param bytes holds the message at {@code offset}, for the time of the call only
     * @param length 0 to {@link MessageLimits#MAX_MESSAGE_BYTES}
     * @return false for "not now": the same message will be offered again
     */
    boolean onMessage(long place, byte[] bytes, int offset, int length);
}
