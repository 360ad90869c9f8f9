package io.trackmc.feed.mold;

/** Puts messages into frames. One thread; the array is used again for each frame. */
public final class MoldWriter {

    /** Longest message. */
    public static final int MAX_MESSAGE_BYTES = 0xFFFF;

    /** Most bytes of a frame with several messages: with what TRACK adds, it fits into a datagram of 1,200 bytes. */
    public static final int FULL_BYTES = 1_024;

    private static final int MOST_MESSAGES = MoldLayout.END_OF_SESSION - 1;

    private final byte[] bytes = new byte[MoldLayout.HEADER_BYTES + MoldLayout.LENGTH_BYTES + MAX_MESSAGE_BYTES];
    private final int fullBytes;
    private long nextSequence;
    private int count;
    private int length = MoldLayout.HEADER_BYTES;

    /** For a session that begins with this sequence, at least 1. */
    public MoldWriter(SessionName session, long firstSequence) {
        this(session, firstSequence, FULL_BYTES);
    }

    /**
     * The same with frames of another size.
     *
     * @param fullBytes most bytes of a frame that has more than one message
     */
    public MoldWriter(SessionName session, long firstSequence, int fullBytes) {
        session.write(bytes, 0);
        this.nextSequence = firstSequence;
        this.fullBytes = Math.min(fullBytes, bytes.length);
    }

    /** Whether a message of so many bytes still belongs into this frame; into an empty one each does. */
    public boolean hasRoomFor(int messageBytes) {
        return count == 0
                || (length + MoldLayout.LENGTH_BYTES + messageBytes <= fullBytes && count < MOST_MESSAGES);
    }

    /**
     * Adds a message, for which {@linkplain #hasRoomFor there must be room}.
     *
     * @return its sequence
     * @throws IllegalArgumentException when it is longer than {@link #MAX_MESSAGE_BYTES}
     */
    public long add(byte[] message, int offset, int messageBytes) {
        if (messageBytes > MAX_MESSAGE_BYTES) {
            throw new IllegalArgumentException("message of " + messageBytes + " bytes, allowed: at most "
                    + MAX_MESSAGE_BYTES);
        }
        if (!hasRoomFor(messageBytes)) {
            throw new IllegalStateException("the frame is full");
        }
        MoldLayout.putShort(bytes, length, messageBytes);
        System.arraycopy(message, offset, bytes, length + MoldLayout.LENGTH_BYTES, messageBytes);
        length += MoldLayout.LENGTH_BYTES + messageBytes;
        count++;
        return nextSequence++;
    }

    /** Whether there is no message in it. */
    public boolean isEmpty() {
        return count == 0;
    }

    /** Sequence of the next message. */
    public long nextSequence() {
        return nextSequence;
    }

    /** Finishes the frame, one without messages as a heartbeat; {@link #bytes} holds it until the next message is added. Returns its length. */
    public int finish(long publishedNs) {
        return finish(publishedNs, count);
    }

    /** Finishes the last frame of the session, which must be empty; returns its length. */
    public int finishSession(long publishedNs) {
        if (count > 0) {
            throw new IllegalStateException("messages wait");
        }
        return finish(publishedNs, MoldLayout.END_OF_SESSION);
    }

    private int finish(long publishedNs, int told) {
        MoldLayout.putLong(bytes, MoldLayout.SEQUENCE, nextSequence - count);
        MoldLayout.putShort(bytes, MoldLayout.COUNT, told);
        MoldLayout.putLong(bytes, MoldLayout.TIME, publishedNs);
        int finished = length;
        count = 0;
        length = MoldLayout.HEADER_BYTES;
        return finished;
    }

    /** Holds the frame from its first byte on. */
    public byte[] bytes() {
        return bytes;
    }
}
