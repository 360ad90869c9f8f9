package io.trackmc.proto.window;

/** The newest INNER of a source's control stream, kept whole to be passed on. One slot: a newer record replaces the older. */
public final class ControlRecord {

    private final int innerBytes;
    private final byte[] digest = new byte[32];
    private byte[] inner = {};
    private int length;
    private long sequence;
    private boolean doubtful;

    /** @param innerBytes largest INNER */
    public ControlRecord(int innerBytes) {
        this.innerBytes = innerBytes;
    }

    /** Replaces the record. */
    public void set(long newSequence, byte[] source, int offset, int newLength, byte[] newDigest, int digestOffset) {
        if (inner.length < newLength) {
            inner = new byte[Math.min(innerBytes, Math.max(newLength, 2 * inner.length))];
        }
        System.arraycopy(source, offset, inner, 0, newLength);
        System.arraycopy(newDigest, digestOffset, digest, 0, digest.length);
        length = newLength;
        sequence = newSequence;
        doubtful = false;
    }

    /**
     * Lets any record take the place of this one, which is passed on until then: the node that it came from is the parent no more,
     * and may have made it up.
     */
    public void doubt() {
        doubtful = true;
    }

    /** Sequence up to which no more is wanted; 0 when there is no record, or a doubtful one. */
    public long acknowledged() {
        return doubtful ? 0 : sequence;
    }

    /** Sequence in stream 1; 0 when there is no record. */
    public long sequence() {
        return sequence;
    }

    /** INNER from index 0. */
    public byte[] inner() {
        return inner;
    }

    public int length() {
        return length;
    }

    /** SHA-256 of INNER. */
    public byte[] digest() {
        return digest;
    }

    /** Forgets the record. */
    public void clear() {
        length = 0;
        sequence = 0;
        doubtful = false;
    }
}
