package io.trackmc.proto.buffer;

import org.jspecify.annotations.Nullable;

/**
 * Packets by sequence, in as many places as the window has; a new packet takes the place of the one {@code capacity}
 * sequences older.
 *
 * <p>It costs memory for what is in it, not for its capacity. Arrays come from a {@link PacketPool} when they are first needed; a place keeps its own until
 * it is {@link #release released}. There are only as many places as keep what is here apart: from {@link #FIRST_PLACES} on twice as many each
 * time two packets would meet in one, up to the capacity; {@link #trim} gives them back. So nothing is allocated in steady state. Each array has
 * {@link #DIGEST_BYTES} more than the packet needs, for its digest behind it.
 */
public final class PacketRing {

    /** Room for a SHA-256 behind each packet. */
    public static final int DIGEST_BYTES = 32;

    private static final int FIRST_PLACES = 4;
    private static final int ARRAY_STEP = 128;

    /** What is in a place: nothing; {@code n}, packet n; {@code -n}, packet n is being written. */
    private static final long EMPTY = 0;

    /** The one place of a ring that has none: never written to. */
    private static final long[] NO_SEQUENCES = {EMPTY};

    private static final byte[] @Nullable [] NO_SLOTS = {null};
    private static final int[] NO_LENGTHS = {0};

    private final @Nullable PacketPool pool;
    private final int capacity;
    private final int slotBytes;
    private byte[] @Nullable [] slots = NO_SLOTS;
    private int[] lengths = NO_LENGTHS;
    private long[] sequences = NO_SEQUENCES;
    private boolean hasPlaces;

    /**
     * With arrays of its own.
     *
     * @param capacity most packets, a power of two
     * @param slotBytes largest packet in bytes
     */
    public PacketRing(int capacity, int slotBytes) {
        this(capacity, slotBytes, new PacketPool(slotBytes + DIGEST_BYTES));
    }

    /**
     * With arrays that have the length of the packets, to which each grows: for an owner that releases none.
     *
     * @param capacity most packets, a power of two
     * @param slotBytes largest packet in bytes
     */
    public static PacketRing fitting(int capacity, int slotBytes) {
        return new PacketRing(capacity, slotBytes, null);
    }

    /**
     * @param capacity most packets, a power of two
     * @param pool of arrays for the largest packet and its digest
     */
    public PacketRing(int capacity, PacketPool pool) {
        this(capacity, pool.arrayBytes() - DIGEST_BYTES, pool);
    }

    private PacketRing(int capacity, int slotBytes, @Nullable PacketPool pool) {
        if (Integer.bitCount(capacity) != 1) {
            throw new IllegalArgumentException("capacity must be a power of two, was " + capacity);
        }
        this.pool = pool;
        this.capacity = capacity;
        this.slotBytes = slotBytes;
    }

    public int capacity() {
        return capacity;
    }

    /** Whether the packet of {@code sequence} is here; there is never one of sequence 0. */
    public boolean contains(long sequence) {
        return sequence > EMPTY && sequences[index(sequence)] == sequence;
    }

    /** An array for the largest packet for {@code sequence}, to be filled and then {@link #commit committed}; until then its old packet is gone. */
    public byte[] claim(long sequence) {
        return claim(sequence, slotBytes);
    }

    /** The same for a packet of at most {@code bytes}. */
    public byte[] claim(long sequence, int bytes) {
        while (isTakenByAnother(sequence)) {
            grow();
        }
        int index = index(sequence);
        sequences[index] = -sequence;
        byte[] slot = slots[index];
        if (slot == null || slot.length < bytes + DIGEST_BYTES) {
            slot = pool == null ? fitting(bytes + DIGEST_BYTES) : pool.take();
            slots[index] = slot;
        }
        return slot;
    }

    /** In steps, so that packets of about one length get by with one array. */
    private byte[] fitting(int bytes) {
        int stepped = (bytes + ARRAY_STEP - 1) / ARRAY_STEP * ARRAY_STEP;
        return new byte[Math.min(stepped, slotBytes + DIGEST_BYTES)];
    }

    /** Makes the claimed slot of {@code sequence} hold a packet of {@code length} bytes. */
    public void commit(long sequence, int length) {
        int index = index(sequence);
        sequences[index] = sequence;
        lengths[index] = length;
    }

    /** Forgets the packet of {@code sequence} if it is here. */
    public void evict(long sequence) {
        if (contains(sequence)) {
            sequences[index(sequence)] = EMPTY;
        }
    }

    /**
     * Forgets the packet of {@code sequence}, or that its slot was claimed for it, and frees the array for another slot: nobody may use it
     * any more. A newer packet in that slot stays.
     */
    public void release(long sequence) {
        int index = index(sequence);
        if (Math.abs(sequences[index]) == sequence || sequences[index] == EMPTY) {
            free(index);
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
        for (int i = 0; i < sequences.length; i++) {
            if (sequences[i] != EMPTY) {
                sequences[i] = EMPTY;
            }
        }
    }

    /** Gives all memory back if no packet is here, and none is being written. */
    public void trim() {
        for (long each : sequences) {
            if (each != EMPTY) {
                return;
            }
        }
        for (int i = 0; i < slots.length; i++) {
            free(i);
        }
        slots = NO_SLOTS;
        lengths = NO_LENGTHS;
        sequences = NO_SEQUENCES;
        hasPlaces = false;
    }

    private void free(int index) {
        byte[] slot = slots[index];
        if (slot != null) {
            sequences[index] = EMPTY;
            slots[index] = null;
            give(slot);
        }
    }

    private void give(byte[] slot) {
        if (pool != null) {
            pool.give(slot);
        }
    }

    /** Whether the place of {@code sequence} is not there yet, or is one of a packet that is not a whole number of capacities away. */
    private boolean isTakenByAnother(long sequence) {
        long there = Math.abs(sequences[index(sequence)]);
        return !hasPlaces || (there != EMPTY && ((there - sequence) & capacity - 1) != 0);
    }

    private void grow() {
        int places = hasPlaces ? 2 * sequences.length : Math.min(FIRST_PLACES, capacity);
        byte[] @Nullable [] oldSlots = slots;
        int[] oldLengths = lengths;
        long[] oldSequences = sequences;
        slots = new byte[places][];
        lengths = new int[places];
        sequences = new long[places];
        hasPlaces = true;
        for (int i = 0; i < oldSlots.length; i++) {
            byte[] slot = oldSlots[i];
            if (slot != null && oldSequences[i] == EMPTY) {
                give(slot);
            } else if (slot != null) {
                int index = index(Math.abs(oldSequences[i]));
                slots[index] = slot;
                lengths[index] = oldLengths[i];
                sequences[index] = oldSequences[i];
            }
        }
    }

    private int index(long sequence) {
        return (int) sequence & sequences.length - 1;
    }
}
