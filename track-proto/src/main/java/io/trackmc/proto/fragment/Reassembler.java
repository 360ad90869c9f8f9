package io.trackmc.proto.fragment;

import java.util.Arrays;

/**
 * Makes messages of the contents of packets, taken in the order of their sequences.
 *
 * <p>For each packet: {@link #begin}, then {@link #next} until it returns true. A content is checked as a whole before any of it
 * is delivered. A message in one frame is handed over where it lies; one in several is collected in a buffer that is kept and
 * grows with the bytes that came, never with a length that was only claimed. Not thread-safe.
 *
 * <pre>
 *             BEGIN                      END
 *  BETWEEN ----------&gt; INSIDE ---------------------&gt; BETWEEN
 *  UNKNOWN ----------&gt; INSIDE
 *  UNKNOWN --neither--&gt; SKIPPING ---------END------&gt; BETWEEN
 *  UNKNOWN ------------------------------END------&gt; BETWEEN
 * </pre>
 */
public final class Reassembler {

    /** Where in a message the stream is. */
    private enum State {
        /** Not known: at the start, and after a gap. The next frame may be of any kind. */
        UNKNOWN,
        /** In a message whose beginning is lost; frames up to its END are dropped. */
        SKIPPING,
        /** The next frame begins a message. */
        BETWEEN,
        /** In a message that is being collected. */
        INSIDE
    }

    private static final int FIRST_BUFFER_BYTES = 4096;
    private static final byte[] NOTHING = {};
    private static final int NOT_VALID = -1;

    private State state = State.UNKNOWN;
    /** Claimed length of the message being checked. */
    private int total;
    /** Bytes of it so far. */
    private int checked;

    private byte[] content = NOTHING;
    private int position;
    private int end;
    private long sequence;
    /** How many messages of the content begin before the position, and how many of them are not wanted. */
    private int begun;
    private int unwanted;

    /** Whether the frames being walked belong to a message whose beginning was collected. */
    private boolean collecting;

    private byte[] buffer = NOTHING;
    private int collected;
    private int expected;
    private long collectedPlace;

    /**
     * Takes the next content, after the one before is used up. The bytes must stay as they are until {@link #next} has returned
     * true.
     *
     * @param contentSequence of the packet
     * @param skip how many of the messages that begin in it are not wanted: the first ones
     * @return false when the frames are not valid, or do not continue the open message; nothing of the content is delivered then, and the
     *     state is as after {@link #abandon}
     */
    public boolean begin(long contentSequence, int skip, byte[] content, int off, int len) {
        if (position < end) {
            throw new IllegalStateException("content not used up");
        }
        int framesEnd = len > 0 ? accept(content, off, off + len) : NOT_VALID;
        if (framesEnd == NOT_VALID) {
            abandon();
            return false;
        }
        this.content = content;
        this.position = off;
        this.end = framesEnd;
        this.sequence = contentSequence;
        this.begun = 0;
        this.unwanted = skip;
        return true;
    }

    /**
     * Hands over the messages that this content completes.
     *
     * @return true when the content is used up; false when the handler put a message off, which the next call offers again
     */
    public boolean next(MessageHandler handler) {
        while (position < end) {
            if (!walk(handler)) {
                return false;
            }
            begun += Frame.flags(content, position) & Frame.BEGIN;
            position += Frame.size(content, position);
        }
        content = NOTHING;
        return true;
    }

    /** Drops a partial message and what is left of the content, and skips frames until the next BEGIN; for gaps. */
    public void abandon() {
        state = State.UNKNOWN;
        content = NOTHING;
        position = end;
        collecting = false;
        collected = 0;
    }

    /** Where the frames end, which is before the padding; or {@link #NOT_VALID}. */
    private int accept(byte[] b, int from, int to) {
        int at = from;
        int flags = 0;
        while (at < to && !Frame.isPadding(b, at, to, flags)) {
            if (!Frame.isWellFormed(b, at, to) || !follows(b, at)) {
                return NOT_VALID;
            }
            flags = Frame.flags(b, at);
            at += Frame.size(b, at);
        }
        return at;
    }

    /** Whether this frame may come in this state; moves to the next state. */
    private boolean follows(byte[] b, int at) {
        int flags = Frame.flags(b, at);
        return (flags & Frame.BEGIN) != 0 ? begins(b, at, flags) : continues(b, at, flags);
    }

    private boolean begins(byte[] b, int at, int flags) {
        boolean expectedHere = state == State.BETWEEN || state == State.UNKNOWN;
        if (flags == Frame.WHOLE) {
            state = State.BETWEEN;
            return expectedHere;
        }
        long claimed = Frame.totalLength(b, at);
        total = (int) claimed;
        checked = Frame.length(b, at);
        state = State.INSIDE;
        return expectedHere && claimed <= MessageLimits.MAX_MESSAGE_BYTES && checked > 0 && checked < claimed;
    }

    private boolean continues(byte[] b, int at, int flags) {
        int length = Frame.length(b, at);
        boolean last = flags == Frame.END;
        if (length == 0 || state == State.BETWEEN) {
            return false;
        }
        if (state == State.INSIDE) {
            checked += length;
            state = last ? State.BETWEEN : State.INSIDE;
            return last ? checked == total : checked < total;
        }
        state = last ? State.BETWEEN : State.SKIPPING;
        return true;
    }

    /** Handles the frame at the position, which has been checked; false when the handler put its message off. */
    private boolean walk(MessageHandler handler) {
        int flags = Frame.flags(content, position);
        int bytes = position + Frame.headerLength(flags);
        int length = Frame.length(content, position);
        if (flags == Frame.WHOLE) {
            return begun < unwanted || handler.onMessage(MessagePlace.of(sequence, begun), content, bytes, length);
        }
        if (flags == Frame.BEGIN) {
            collecting = begun >= unwanted;
            collectedPlace = MessagePlace.of(sequence, begun);
            collected = 0;
            expected = (int) Frame.totalLength(content, position);
        }
        return !collecting || collectAndOffer(handler, bytes, length);
    }

    private boolean collectAndOffer(MessageHandler handler, int bytes, int length) {
        // A message that was put off is complete already.
        if (collected < expected) {
            ensureRoomFor(collected + length);
            System.arraycopy(content, bytes, buffer, collected, length);
            collected += length;
        }
        if (collected < expected) {
            return true;
        }
        boolean taken = handler.onMessage(collectedPlace, buffer, 0, collected);
        collecting = !taken;
        return taken;
    }

    private void ensureRoomFor(int bytes) {
        if (bytes > buffer.length) {
            int doubled = Math.max(FIRST_BUFFER_BYTES, Math.min(2 * buffer.length, MessageLimits.MAX_MESSAGE_BYTES));
            buffer = Arrays.copyOf(buffer, Math.max(doubled, bytes));
        }
    }
}
