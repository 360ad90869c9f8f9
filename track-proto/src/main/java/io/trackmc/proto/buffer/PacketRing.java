package io.trackmc.proto.buffer;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Packets by sequence, in as many slots as the window has places; a new packet takes the slot of the one {@code capacity}
 * sequences older.
 *
 * <p>Arrays are allocated when they are first needed and kept: a slot keeps its own until it is {@link #release released}, and
 * what was released is taken before a new one is made. So a ring whose owner releases costs memory for the most packets that were ever here
 * together, and one whose owner does not for the slots that were ever used; at most there are as many arrays as slots, and nothing is
 * allocated in steady state. Each array has {@code slotBytes} for the packet; behind them lie
 * {@link #DIGEST_BYTES} for its digest.
 */
public final class PacketRing {

    /** Room for a SHA-256 behind each packet. */
    public static final int DIGEST_BYTES = 32;

    private static final long EMPTY = 0;

    private static final int FIRST_SPARES = 4;

    private final byte[] @Nullable [] slots;
    private byte[][] spares = {};
    private int spareCount;
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
            slot = spareCount > 0 ? spares[--spareCount] : new byte[slotBytes + DIGEST_BYTES];
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

    /**
     * Forgets the packet of {@code sequence}, or that its slot was claimed for it, and frees the array for another slot: nobody may use it
     * any more. A newer packet in that slot stays.
     */
    public void release(long sequence) {
        int index = index(sequence);
        byte[] slot = slots[index];
        if (slot == null || (sequences[index] != sequence && sequences[index] != EMPTY)) {
            return;
        }
        sequences[index] = EMPTY;
        slots[index] = null;
        if (spareCount == spares.length) {
            spares = Arrays.copyOf(spares, Math.max(FIRST_SPARES, 2 * spareCount));
        }
        spares[spareCount++] = slot;
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
