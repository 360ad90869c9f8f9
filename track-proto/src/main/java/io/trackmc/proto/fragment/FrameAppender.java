package io.trackmc.proto.fragment;

import java.util.Arrays;

/** Fills the content of one packet after another with frames of messages. Not thread-safe. */
public final class FrameAppender {

    private byte[] content = new byte[0];
    private int start;
    private int position;
    private int end;

    /** Begins a content of at most {@code capacity} bytes at {@code offset}. */
    public void start(byte[] content, int offset, int capacity) {
        this.content = content;
        this.start = offset;
        this.position = offset;
        this.end = offset + capacity;
    }

    /**
     * Appends a frame with as many bytes as fit of the message of {@code length} bytes at {@code offset}, leaving out the first
     * {@code from}, which are in earlier frames.
     *
     * @return number of bytes in the frame, 0 only for an empty message; or -1 when there is no room for the rest of the message or
     *     at least one byte of it
     * @throws IllegalArgumentException when the message is longer than {@link MessageLimits#MAX_MESSAGE_BYTES}, or nothing of it is left
     */
    public int append(byte[] message, int offset, int length, int from) {
        if (length > MessageLimits.MAX_MESSAGE_BYTES || from < 0 || (from >= length && from > 0)) {
            throw new IllegalArgumentException("message of " + length + " bytes from " + from);
        }
        int begin = from == 0 ? Frame.BEGIN : 0;
        int rest = length - from;
        if (rest <= room(begin | Frame.END)) {
            return write(begin | Frame.END, message, offset + from, rest, length);
        }
        // Less than the rest, because that does not even fit behind the shorter header of a last frame.
        int part = room(begin);
        return part >= 1 ? write(begin, message, offset + from, part, length) : -1;
    }

    /**
     * Fills the room that is left with padding, after a message that {@link #append} could not take: so contents that are full are of one length, and
     * their packets too, which leave in one super-packet only then (UDP_SEGMENT).
     */
    public void pad() {
        Arrays.fill(content, position, end, (byte) 0);
        position = end;
    }

    /** Bytes appended since the start. */
    public int used() {
        return position - start;
    }

    /** Bytes of a message that a frame with these flags can hold; negative when there is no room for its header. */
    private int room(int flags) {
        return Math.min(end - position - Frame.headerLength(flags), Frame.MAX_PART_BYTES);
    }

    private int write(int flags, byte[] message, int at, int bytes, int totalLength) {
        position += Frame.write(content, position, flags, bytes, totalLength);
        System.arraycopy(message, at, content, position, bytes);
        position += bytes;
        return bytes;
    }
}
