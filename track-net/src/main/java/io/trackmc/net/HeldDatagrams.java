package io.trackmc.net;

import io.trackmc.proto.engine.Endpoint;
import io.trackmc.proto.engine.Path;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Received datagrams that are held back on purpose: none overtakes another, and what would be too much is refused. On the loop's thread only. Takes no memory while
 * nothing is held.
 */
final class HeldDatagrams {

    /** Most datagrams at a time. */
    static final int MOST = 1 << 14;

    /** Most bytes of them. */
    static final int MOST_BYTES = 32 << 20;

    private final ArrayDeque<Held> waiting = new ArrayDeque<>();
    private long bytesHeld;

    /** One of them. */
    static final class Held {

        private final Path.Channel channel;
        private final Endpoint from;
        private final byte[] bytes;
        private final long dueNs;

        /**
         * Keeps the array.
         *
         * @param dueNs when it is due, by the driver's clock
         */
        Held(Path.Channel channel, Endpoint from, byte[] bytes, long dueNs) {
            this.channel = channel;
            this.from = from;
            this.bytes = bytes;
            this.dueNs = dueNs;
        }

        Path.Channel channel() {
            return channel;
        }

        Endpoint from() {
            return from;
        }

        byte[] bytes() {
            return bytes;
        }
    }

    /** Holds a datagram, not less long than the one before; false when there is no room. */
    boolean add(Held held) {
        if (waiting.size() == MOST || bytesHeld + held.bytes.length > MOST_BYTES) {
            return false;
        }
        Held last = waiting.peekLast();
        waiting.addLast(last == null || held.dueNs - last.dueNs >= 0 ? held
                : new Held(held.channel, held.from, held.bytes, last.dueNs));
        bytesHeld += held.bytes.length;
        return true;
    }

    /**
     * The oldest, taken out, when it is due; null when none is.
     *
     * @param isOver whether nothing is to be held back any more: all are due then
     */
    @Nullable
    Held poll(long nowNs, boolean isOver) {
        Held first = waiting.peekFirst();
        if (first == null || (!isOver && first.dueNs - nowNs > 0)) {
            return null;
        }
        bytesHeld -= first.bytes.length;
        return waiting.pollFirst();
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** When the oldest is due; there must be one. */
    long nextDueNs() {
        return waiting.getFirst().dueNs;
    }
}
