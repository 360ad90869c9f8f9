package io.trackmc.feed.line;

import java.util.Arrays;
import java.util.Objects;
import java.util.TreeMap;

/** Copies of messages that came before their turn. */
final class EarlyMessages {

    private static final int OVERHEAD_BYTES = 64;

    private final TreeMap<Long, Message> messages = new TreeMap<>();
    private long bytes;

    boolean isEmpty() {
        return messages.isEmpty();
    }

    /** What they weigh, with what it costs to keep them. */
    long bytes() {
        return bytes;
    }

    /** Sequence of the first; only when there is one. */
    long first() {
        return messages.firstKey();
    }

    /** Keeps a copy; false when it is there already. */
    boolean add(long sequence, long publishedNs, byte[] from, int offset, int length) {
        if (messages.containsKey(sequence)) {
            return false;
        }
        messages.put(sequence, new Message(sequence, publishedNs, Arrays.copyOfRange(from, offset, offset + length)));
        bytes += OVERHEAD_BYTES + length;
        return true;
    }

    /** Takes the first out; only when there is one. */
    Message poll() {
        Message first = Objects.requireNonNull(messages.pollFirstEntry(), "there is one").getValue();
        bytes -= OVERHEAD_BYTES + first.bytes.length;
        return first;
    }

    void clear() {
        messages.clear();
        bytes = 0;
    }

    /** A message that waits. */
    static final class Message {

        final long sequence;
        final long publishedNs;
        final byte[] bytes;

        private Message(long sequence, long publishedNs, byte[] bytes) {
            this.sequence = sequence;
            this.publishedNs = publishedNs;
            this.bytes = bytes;
        }
    }
}
