package io.trackmc.proto.wire;

/** A bounded list of node ids; on the wire {@code u32[]}, its count elsewhere in the message. No node id is 0. */
final class IdList {

    static final int ENTRY_BYTES = 4;

    private final int[] ids;
    private int count;

    IdList(int maxCount) {
        this.ids = new int[maxCount];
    }

    void clear() {
        count = 0;
    }

    boolean add(int id) {
        if (count == ids.length) {
            return false;
        }
        ids[count++] = id;
        return true;
    }

    int count() {
        return count;
    }

    int get(int i) {
        if (i >= count) {
            throw new IndexOutOfBoundsException(i);
        }
        return ids[i];
    }

    int bytes() {
        return count * ENTRY_BYTES;
    }

    /** Whether {@code claimed} entries are allowed. */
    boolean hasRoomFor(int claimed) {
        return claimed <= ids.length;
    }

    /** Takes {@code newCount} ids, for which there is room; false when one is 0. */
    boolean parse(byte[] b, int at, int newCount) {
        boolean right = true;
        for (int i = 0; i < newCount; i++) {
            ids[i] = Bytes.getU32(b, at + i * ENTRY_BYTES);
            right &= ids[i] != 0;
        }
        count = newCount;
        return right;
    }

    /** Writes the ids; returns where they end. */
    int write(byte[] b, int at) {
        for (int i = 0; i < count; i++) {
            Bytes.putU32(b, at + i * ENTRY_BYTES, ids[i]);
        }
        return at + bytes();
    }
}
