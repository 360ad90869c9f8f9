package io.trackmc.proto.buffer;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Packets by sequence, in as many slots as the window has places; a new packet takes the slot of the one {@code capacity}
 * sequences older.
 *
 * <p>A slot's array is allocated when it is used for the first time and kept, so a ring costs memory for what a session
 * needs and nothing is allocated in steady state. Each array has {@code slotBytes} for the packet; behind them lie
 * {@link #DIGEST_BYTES} for its digest.
 */
public final class PacketRing {

    /** Room for a SHA-256 behind each packet. */
    public static final int DIGEST_BYTES = 32;

    private static final long EMPTY = 0;

    private final byte[] @Nullable [] slots;
    private final int[] lengths;
    private final long[] sequences;
    private final int mask;
    private final int slotBytes;

    /**
     * @param capacity number of slots, a power of two
     * @param slotBytes largest packet in bytes
     */
    public PacketRing(int capacity, int slotBytes) {
        if (Integer.bitCount(capacity) != 1) {
            throw new IllegalArgumentException("capacity must be a power of two, was " + capacity);
        }
        this.slots = new byte[capacity][];
        this.lengths = new int[capacity];
        this.sequences = new long[capacity];
        this.mask = capacity - 1;
        this.slotBytes = slotBytes;
    }

    public int capacity() {
        return mask + 1;
    }

    /** Where the digest lies in a slot's array. */
    public int digestOffset() {
        return slotBytes;
    }

    /** Whether the packet of {@code sequence} is here; there is never one of sequence 0. */
    public boolean contains(long sequence) {
        return sequence != EMPTY && sequences[index(sequence)] == sequence;
    }

    /** The array for {@code sequence}, to be filled and then {@link #commit committed}; until then its old packet is gone. */
    public byte[] claim(long sequence) {
        int index = index(sequence);
        sequences[index] = EMPTY;
        byte[] slot = slots[index];
        if (slot == null) {
            slot = new byte[slotBytes + DIGEST_BYTES];
            slots[index] = slot;
        }
        return slot;
    }

    /** Makes the claimed slot of {@code sequence} hold a packet of {@code length} bytes. */
    public void commit(long sequence, int length) {
        int index = index(sequence);
        sequences[index] = sequence;
        lengths[index] = length;
    }

    /** Forgets the packet of {@code sequence} if it is here. */
    public void evict(long sequence) {
        int index = index(sequence);
        if (sequences[index] == sequence) {
            sequences[index] = EMPTY;
        }
    }

    /** The array that holds the packet of {@code sequence}, from index 0. */
    public byte[] bytes(long sequence) {
        byte[] slot = slots[index(sequence)];
        if (slot == null || !contains(sequence)) {
            throw new IllegalStateException("no packet " + sequence);
        }
        return slot;
    }

    /** Length of the packet of {@code sequence}, which must be here. */
    public int length(long sequence) {
        return lengths[index(sequence)];
    }

    /** Forgets all packets; keeps the memory. */
    public void clear() {
        Arrays.fill(sequences, EMPTY);
    }

    private int index(long sequence) {
        return (int) sequence & mask;
    }
}
