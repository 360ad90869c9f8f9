package io.trackmc.feed.mold;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads frames in place. {@link #read} checks everything, so that walking through the messages afterwards cannot go wrong. One thread; used again for each frame.
 *
 * <pre>{@code
 * if (frame.read(bytes, offset, length)) {
 *     while (frame.next()) {
 *         take(frame.sequence(), frame.bytes(), frame.offset(), frame.length());
 *     }
 * }
 * }</pre>
 */
public final class MoldFrame {

    private static final byte[] NOTHING = {};

    private byte[] bytes = NOTHING;
    private int begin;
    private int count;
    private long firstSequence;
    private int index;
    private int offset;
    private int length;
    private @Nullable SessionName known;

    /**
     * Takes a frame.
     *
     * @return false when it is none: too short, a session that is no name, a sequence of zero, or messages that do not end where the frame does
     */
    public boolean read(byte[] array, int from, int size) {
        Objects.checkFromIndexSize(from, size, array.length);
        if (size < MoldLayout.HEADER_BYTES) {
            return false;
        }
        long sequence = MoldLayout.getLong(array, from + MoldLayout.SEQUENCE);
        int messages = MoldLayout.getShort(array, from + MoldLayout.COUNT);
        if (sequence < 1 || sequence > MoldLayout.MOST_SEQUENCE || !SessionName.isName(array, from)) {
            return false;
        }
        int real = messages == MoldLayout.END_OF_SESSION ? 0 : messages;
        if (!fits(array, from + MoldLayout.HEADER_BYTES, from + size, real)) {
            return false;
        }
        bytes = array;
        begin = from;
        count = messages;
        firstSequence = sequence;
        index = -1;
        offset = from + MoldLayout.HEADER_BYTES;
        length = 0;
        return true;
    }

    private static boolean fits(byte[] array, int from, int to, int messages) {
        int at = from;
        for (int i = 0; i < messages; i++) {
            if (to - at < MoldLayout.LENGTH_BYTES) {
                return false;
            }
            at += MoldLayout.LENGTH_BYTES + MoldLayout.getShort(array, at);
            if (at > to) {
                return false;
            }
        }
        return at == to;
    }

    /** Session of the frame. */
    public SessionName session() {
        SessionName last = known;
        if (last == null || !last.isAt(bytes, begin)) {
            last = SessionName.read(bytes, begin);
            known = last;
        }
        return last;
    }

    /** Sequence of its first message; without messages, that of the next one. */
    public long firstSequence() {
        return firstSequence;
    }

    /** Sequence behind its last message. */
    public long endSequence() {
        return firstSequence + messages();
    }

    /** How many messages it has. */
    public int messages() {
        return isEndOfSession() ? 0 : count;
    }

    /** Whether the session ends before {@link #firstSequence}. */
    public boolean isEndOfSession() {
        return count == MoldLayout.END_OF_SESSION;
    }

    /** When it was published: nanoseconds since 1970 by the publisher's clock. */
    public long publishedNs() {
        return MoldLayout.getLong(bytes, begin + MoldLayout.TIME);
    }

    /** Goes to the first or next message; false behind the last. */
    public boolean next() {
        if (index + 1 >= messages()) {
            return false;
        }
        index++;
        offset += length;
        length = MoldLayout.getShort(bytes, offset);
        offset += MoldLayout.LENGTH_BYTES;
        return true;
    }

    /** Of the present message. */
    public long sequence() {
        return firstSequence + index;
    }

    /** Holds the present message. */
    public byte[] bytes() {
        return bytes;
    }

    /** Where it begins. */
    public int offset() {
        return offset;
    }

    /** How long it is. */
    public int length() {
        return length;
    }
}
