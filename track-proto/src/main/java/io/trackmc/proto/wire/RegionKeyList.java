package io.trackmc.proto.wire;

/**
 * Keys of the parent's region, each of one transport epoch and wrapped for one child of another tenant: up to two entries of 48 bytes at the end of
 * BindConfirm (wire format §5.9). Only that child can open them.
 */
public final class RegionKeyList {

    /** The epoch that the parent uses, and the next one. */
    public static final int MAX_ENTRIES = 2;

    /** Bytes of a wrapped key. */
    public static final int WRAP_BYTES = 40;

    static final int ENTRY_BYTES = Long.BYTES + WRAP_BYTES;

    /** The flags of a BindConfirm that hold the count. */
    static final int COUNT_FLAGS = 3;

    private final byte[] bytes = new byte[MAX_ENTRIES * ENTRY_BYTES];
    private int count;

    RegionKeyList() {}

    void clear() {
        count = 0;
    }

    boolean parse(byte[] b, int off, int entries) {
        if (entries > MAX_ENTRIES) {
            return false;
        }
        count = entries;
        System.arraycopy(b, off, bytes, 0, bytes());
        long before = 0;
        for (int i = 0; i < count; i++) {
            if (epoch(i) <= before) {
                return false;
            }
            before = epoch(i);
        }
        return true;
    }

    void write(byte[] b, int off) {
        System.arraycopy(bytes, 0, b, off, bytes());
    }

    int bytes() {
        return count * ENTRY_BYTES;
    }

    /** Entries, at most {@link #MAX_ENTRIES}. */
    public int count() {
        return count;
    }

    /** Transport epoch of an entry; they ascend. */
    public long epoch(int i) {
        return Bytes.getU64(bytes, i * ENTRY_BYTES);
    }

    /** Where the wrapped keys lie. */
    public byte[] array() {
        return bytes;
    }

    /** Where in {@link #array} the {@link #WRAP_BYTES} of an entry begin. */
    public int offset(int i) {
        return i * ENTRY_BYTES + Long.BYTES;
    }

    /**
     * Adds an entry, whose wrapped key is written by the caller to where {@link #offset} says.
     *
     * @param epoch above those of the entries before
     * @return its index
     * @throws IllegalStateException when there are {@link #MAX_ENTRIES} already
     */
    public int add(long epoch) {
        if (count == MAX_ENTRIES) {
            throw new IllegalStateException("no more than " + MAX_ENTRIES + " keys");
        }
        Bytes.putU64(bytes, count * ENTRY_BYTES, epoch);
        return count++;
    }
}
