package io.trackmc.sender;

/**
 * Which messages are complete with which packet: turns what the protocol counts, sequences of packets, into positions, which count
 * messages. On the driver's thread. It remembers as many packets as the sender keeps for repair.
 */
final class PositionIndex {

    /** {@link #through} cannot tell: the packet is older than all that are remembered. */
    static final long FORGOTTEN = -1;

    private final long[] positions;
    private final int mask;
    private long lastSequence;
    private long lastPosition;

    /** @param packets how many to remember at least */
    PositionIndex(int packets) {
        int capacity = Integer.highestOneBit(Math.max(1, packets)) << 1;
        this.positions = new long[capacity];
        this.mask = capacity - 1;
    }

    /** The message at {@code position} ends in the packet {@code sequence}. Both ascend, sequences not strictly. */
    void ends(long sequence, long position) {
        long oldest = Math.max(lastSequence, sequence - mask);
        for (long s = oldest; s < sequence; s++) {
            positions[(int) s & mask] = lastPosition;
        }
        positions[(int) sequence & mask] = position;
        lastSequence = sequence;
        lastPosition = position;
    }

    /** Position up to which all messages are complete with the packets up to {@code sequence}; 0 none, or {@link #FORGOTTEN}. */
    long through(long sequence) {
        if (sequence >= lastSequence) {
            return lastPosition;
        }
        return sequence < lastSequence - mask ? FORGOTTEN : positions[(int) sequence & mask];
    }

    /** The last message's. */
    long last() {
        return lastPosition;
    }
}
