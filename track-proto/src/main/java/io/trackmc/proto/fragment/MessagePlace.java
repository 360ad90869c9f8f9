package io.trackmc.proto.fragment;

/**
 * Where in a session a message is, as one number: the sequence of the packet in which it begins, and which of the messages that begin there
 * it is. Places ascend in the order of the source; they do not count messages.
 */
public final class MessagePlace {

    private static final int INDEX_BITS = 16;

    private MessagePlace() {}

    /** @param index from 0; a datagram has room for less than 2^16 messages */
    static long of(long sequence, int index) {
        return sequence << INDEX_BITS | index;
    }

    /** Packet in which the message begins. */
    public static long sequence(long place) {
        return place >>> INDEX_BITS;
    }

    /** Which of the messages that begin there it is, from 0. */
    public static int index(long place) {
        return (int) place & (1 << INDEX_BITS) - 1;
    }
}
