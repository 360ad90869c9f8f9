package io.trackmc.proto.window;

import io.trackmc.proto.buffer.PacketRing;

/**
 * INNERs of the data stream with their digests, as a parent keeps them to repair: byte-identical, the newest
 * {@code capacity} of them.
 */
public final class InnerStore {

    private final PacketRing ring;

    /**
     * @param capacity packets kept, a power of two
     * @param innerBytes largest INNER
     */
    public InnerStore(int capacity, int innerBytes) {
        this.ring = PacketRing.fitting(capacity, innerBytes);
    }

    public int capacity() {
        return ring.capacity();
    }

    /** Array to write an INNER of {@code sequence} into of which only the greatest length is known; its digest goes right behind it. */
    public byte[] claim(long sequence) {
        return ring.claim(sequence);
    }

    /** Array to write the INNER of {@code sequence} into, which has this length; its digest goes right behind it. */
    public byte[] claim(long sequence, int innerLength) {
        return ring.claim(sequence, innerLength);
    }

    /** Keeps the claimed INNER. */
    public void commit(long sequence, int innerLength) {
        ring.commit(sequence, innerLength);
    }

    /** Whether {@code sequence} can be repaired from here. */
    public boolean contains(long sequence) {
        return ring.contains(sequence);
    }

    /** INNER from index 0, its digest behind it, at its {@link #length}. */
    public byte[] bytes(long sequence) {
        return ring.bytes(sequence);
    }

    /** Length of the INNER. */
    public int length(long sequence) {
        return ring.length(sequence);
    }

    /** Forgets one INNER: its content was found to be false. */
    public void evict(long sequence) {
        ring.evict(sequence);
    }

    /** Forgets everything. */
    public void clear() {
        ring.clear();
    }
}
