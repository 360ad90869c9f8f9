package io.trackmc.proto.wire;

/**
 * Which content epoch the source uses, and where that and the one before begin: 24 bytes of Heartbeat and BindConfirm (wire format §5.4). A child
 * believes them when they come to it alone.
 */
public final class ContentEpochFields {

    private static final int FIRST = 8;
    private static final int FIRST_OF_PREVIOUS = 16;

    private long epoch;
    private long first;
    private long firstOfPrevious;

    ContentEpochFields() {}

    void clear() {
        set(0, 0, 0);
    }

    boolean parse(byte[] b, int off) {
        set(Bytes.getU64(b, off), Bytes.getU64(b, off + FIRST), Bytes.getU64(b, off + FIRST_OF_PREVIOUS));
        return epoch == 0
                ? first == 0 && firstOfPrevious == 0
                : epoch > 0 && firstOfPrevious >= 1 && first >= firstOfPrevious;
    }

    void write(byte[] b, int off) {
        Bytes.putU64(b, off, epoch);
        Bytes.putU64(b, off + FIRST, first);
        Bytes.putU64(b, off + FIRST_OF_PREVIOUS, firstOfPrevious);
    }

    /** Sets all; three zeros for not known. */
    public void set(long newEpoch, long newFirst, long newFirstOfPrevious) {
        epoch = newEpoch;
        first = newFirst;
        firstOfPrevious = newFirstOfPrevious;
    }

    /** The content epoch in use; 0 not known, or content is not protected by epochs. */
    public long epoch() {
        return epoch;
    }

    /** First sequence of the data stream that is sealed under it, or will be. */
    public long first() {
        return first;
    }

    /** The same of the epoch before; equal when nothing was sealed under that, or it was not used in this session. */
    public long firstOfPrevious() {
        return firstOfPrevious;
    }
}
