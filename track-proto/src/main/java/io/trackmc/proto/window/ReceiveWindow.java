package io.trackmc.proto.window;

import io.trackmc.proto.buffer.PacketPool;
import io.trackmc.proto.buffer.PacketRing;
import io.trackmc.proto.window.SequenceTracker.Admission;

/**
 * Opened contents at a receiver, from the first that the application has not consumed to the end of the window.
 *
 * <p>A sequence is marked as held only after its content was opened into its slot ({@link #claim}, then
 * {@link #commit}): what a Track acknowledges is stored. Consuming moves the window on and frees the memory of a content for the next, so
 * that a window costs memory for what waits in it, not for its size.
 */
public final class ReceiveWindow {

    private final SequenceTracker tracker;
    private final PacketRing contents;
    private long consumed;

    /**
     * @param capacity window in packets, a power of two
     * @param contentBytes largest content of a packet
     */
    public ReceiveWindow(int capacity, int contentBytes) {
        this(capacity, new PacketPool(contentBytes + PacketRing.DIGEST_BYTES));
    }

    /**
     * @param capacity window in packets, a power of two
     * @param pool where contents are kept
     */
    public ReceiveWindow(int capacity, PacketPool pool) {
        this.tracker = new SequenceTracker(capacity);
        this.contents = new PacketRing(capacity, pool);
    }

    /** Starts anew at {@code firstSequence}. */
    public void start(long firstSequence) {
        tracker.start(firstSequence);
        contents.clear();
        consumed = firstSequence - 1;
    }

    /** Judges a sequence without changing anything. */
    public Admission admission(long sequence) {
        return tracker.admission(sequence);
    }

    /** Array for the content of an admitted sequence. */
    public byte[] claim(long sequence) {
        return contents.claim(sequence);
    }

    /** Marks the content in the claimed array as held. */
    public void commit(long sequence, int contentLength) {
        contents.commit(sequence, contentLength);
        tracker.markHeld(sequence);
    }

    /** Whether the content after the consumed ones is here. */
    public boolean hasNext() {
        return consumed < tracker.cumAck() && contents.contains(consumed + 1);
    }

    /** Whether the sequence after the consumed ones was given up. */
    public boolean nextIsLost() {
        return consumed < tracker.cumAck() && !contents.contains(consumed + 1);
    }

    /** Sequence after the consumed ones. */
    public long nextSequence() {
        return consumed + 1;
    }

    /** Content of {@link #nextSequence()}. */
    public byte[] nextBytes() {
        return contents.bytes(consumed + 1);
    }

    /** Its length. */
    public int nextLength() {
        return contents.length(consumed + 1);
    }

    /** Whether the content of {@code sequence} is here, not consumed yet. */
    public boolean holds(long sequence) {
        return contents.contains(sequence);
    }

    /** Content of a sequence that it {@link #holds}. */
    public byte[] bytes(long sequence) {
        return contents.bytes(sequence);
    }

    /** Its length. */
    public int length(long sequence) {
        return contents.length(sequence);
    }

    /** Window in packets. */
    public int capacity() {
        return contents.capacity();
    }

    /** Passes over the next sequence, consumed or lost, and makes room for one at the end of the window. Its content may be overwritten. */
    public void consumeNext() {
        consumed++;
        contents.release(consumed);
        tracker.raiseLimit(consumed + contents.capacity());
    }

    /** Everything up to here was consumed. */
    public long consumed() {
        return consumed;
    }

    /** Highest sequence that the sender may send as far as this receiver is concerned. */
    public long highestAllowed() {
        return consumed + contents.capacity();
    }

    /** Gives back what was needed for contents that waited, if none does. */
    public void trim() {
        contents.trim();
    }

    /** What is held and what is missing. */
    public SequenceTracker tracker() {
        return tracker;
    }
}
