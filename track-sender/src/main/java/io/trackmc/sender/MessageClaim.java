package io.trackmc.sender;

import org.jspecify.annotations.Nullable;

/**
 * Room in the queue for one message, which the application writes there itself. Made once and used again for each
 * {@link Publisher#tryClaim}; of the thread that offers.
 *
 * <pre>
 *   NEW --tryClaim--> OPEN --commit or abort--> NEW
 * </pre>
 */
public final class MessageClaim {

    private @Nullable Publisher publisher;
    private byte[] buffer = {};
    private int offset;
    private int length;

    /** Nothing claimed. */
    public MessageClaim() {}

    /**
     * Array that holds the message; no byte outside of {@link #offset} and {@link #length} may be changed.
     *
     * @throws IllegalStateException when nothing is claimed
     */
    public byte[] buffer() {
        owner();
        return buffer;
    }

    /**
     * Where the message begins in {@link #buffer}.
     *
     * @throws IllegalStateException when nothing is claimed
     */
    public int offset() {
        owner();
        return offset;
    }

    /**
     * Bytes claimed. What they were before is not said.
     *
     * @throws IllegalStateException when nothing is claimed
     */
    public int length() {
        owner();
        return length;
    }

    /**
     * Publishes what was written.
     *
     * @return position of the message, or {@link Publisher#CLOSED} when the session was ended meanwhile: the message is not sent then
     * @throws IllegalStateException when nothing is claimed
     */
    public long commit() {
        Publisher owner = owner();
        publisher = null;
        return owner.commit(length);
    }

    /**
     * Gives the room back; the message never was.
     *
     * @throws IllegalStateException when nothing is claimed
     */
    public void abort() {
        Publisher owner = owner();
        publisher = null;
        owner.giveBack();
    }

    void open(Publisher owner, byte[] bytes, int from, int size) {
        publisher = owner;
        buffer = bytes;
        offset = from;
        length = size;
    }

    boolean isOpen() {
        return publisher != null;
    }

    private Publisher owner() {
        Publisher owner = publisher;
        if (owner == null) {
            throw new IllegalStateException("nothing is claimed");
        }
        return owner;
    }
}
