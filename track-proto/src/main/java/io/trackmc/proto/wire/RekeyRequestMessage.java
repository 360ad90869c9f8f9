package io.trackmc.proto.wire;

/** RekeyRequest: a child asks for parts of rekeys (wire format §5.19). */
public final class RekeyRequestMessage implements Message {

    /** Most entries of one request. */
    public static final int MAX_ENTRIES = 64;

    /** {@link #count(int)} that asks for all chunks of a slice. */
    public static final int WHOLE_SLICE = 0;

    /** {@link #count(int)} that asks for all chunks of a slice and of all slices below it. */
    public static final int SUBTREE = 0xFFFF;

    static final int FIXED_BODY = 16;
    private static final int ENTRY_BYTES = 8;
    static final int MAX_BODY = FIXED_BODY + MAX_ENTRIES * ENTRY_BYTES;

    private static final int FLAG_HEADER = 1;
    private static final int FLAG_LATER = 2;

    private static final int LAYER = OuterHeader.LENGTH;
    private static final int ENTRY_COUNT = OuterHeader.LENGTH + 1;
    private static final int WANTED = OuterHeader.LENGTH + 2;
    private static final int ECHO = OuterHeader.LENGTH + 4;
    private static final int REKEY = OuterHeader.LENGTH + 8;
    private static final int LISTS = OuterHeader.LENGTH + FIXED_BODY;

    private final int[] slices = new int[MAX_ENTRIES];
    private final int[] firsts = new int[MAX_ENTRIES];
    private final int[] counts = new int[MAX_ENTRIES];
    private int entryCount;
    private int layer;
    private boolean header;
    private boolean later;
    private long rekey;
    private int echo;

    @Override
    public MessageType type() {
        return MessageType.REKEY_REQUEST;
    }

    @Override
    public void reset() {
        entryCount = 0;
        layer = 0;
        header = false;
        later = false;
        rekey = 0;
        echo = 0;
    }

    @Override
    public boolean parse(byte[] b, int off) {
        if (!type().isTypeOf(b, off)) {
            return false;
        }
        layer = Bytes.getU8(b, off + LAYER);
        int flags = Bytes.getU16(b, off + WANTED);
        header = (flags & FLAG_HEADER) != 0;
        later = (flags & FLAG_LATER) != 0;
        rekey = Bytes.getU64(b, off + REKEY);
        echo = Bytes.getU32(b, off + ECHO);
        int claimed = Bytes.getU8(b, off + ENTRY_COUNT);
        return layer >= 1 && layer <= 2
                && (flags & ~(FLAG_HEADER | FLAG_LATER)) == 0
                && rekey >= 1 && rekey <= RekeyPart.MAX_REKEY
                && claimed <= MAX_ENTRIES
                && (header || claimed > 0)
                && OuterHeader.outerLength(b, off) == LISTS + claimed * ENTRY_BYTES
                && parseEntries(b, off + LISTS, claimed);
    }

    @Override
    public int write(byte[] b, int off) {
        int length = LISTS + entryCount * ENTRY_BYTES;
        OuterHeader.write(b, off, type(), 0, length);
        Bytes.putU8(b, off + LAYER, layer);
        Bytes.putU8(b, off + ENTRY_COUNT, entryCount);
        Bytes.putU16(b, off + WANTED, (header ? FLAG_HEADER : 0) | (later ? FLAG_LATER : 0));
        Bytes.putU32(b, off + ECHO, echo);
        Bytes.putU64(b, off + REKEY, rekey);
        for (int i = 0; i < entryCount; i++) {
            int entry = off + LISTS + i * ENTRY_BYTES;
            Bytes.putU32(b, entry, slices[i]);
            Bytes.putU16(b, entry + 4, firsts[i]);
            Bytes.putU16(b, entry + 6, counts[i]);
        }
        return length;
    }

    private boolean parseEntries(byte[] b, int at, int claimed) {
        entryCount = 0;
        for (int i = 0; i < claimed; i++) {
            int entry = at + i * ENTRY_BYTES;
            int first = Bytes.getU16(b, entry + 4);
            int count = Bytes.getU16(b, entry + 6);
            boolean named = count == WHOLE_SLICE || count == SUBTREE;
            if (named ? first != 0 : first + count > SUBTREE) {
                return false;
            }
            add(Bytes.getU32(b, entry), first, count);
        }
        return true;
    }

    /** Code of the layer, 1 transport or 2 content. */
    public int layer() {
        return layer;
    }

    public RekeyRequestMessage layer(int v) {
        layer = v;
        return this;
    }

    /** Whether the header is wanted. */
    public boolean header() {
        return header;
    }

    public RekeyRequestMessage header(boolean v) {
        header = v;
        return this;
    }

    /** Whether the same of all later rekeys is wanted too: of those, whole slices. */
    public boolean later() {
        return later;
    }

    public RekeyRequestMessage later(boolean v) {
        later = v;
        return this;
    }

    /** Under a key of no epoch, the last 32 bits of the counter of the parent's last Rekey under such a key; 0 none, and else. */
    public int echo() {
        return echo;
    }

    public RekeyRequestMessage echo(int v) {
        echo = v;
        return this;
    }

    /** Number of the rekey, from 1. */
    public long rekey() {
        return rekey;
    }

    public RekeyRequestMessage rekey(long v) {
        rekey = v;
        return this;
    }

    /**
     * Adds chunks of a slice.
     *
     * @param slice region, or -1 for the interior slice
     * @param first first chunk; 0 with {@link #WHOLE_SLICE} and {@link #SUBTREE}
     * @param count chunks from there on, {@link #WHOLE_SLICE} or {@link #SUBTREE}
     * @return false when there are {@link #MAX_ENTRIES} already
     */
    public boolean add(int slice, int first, int count) {
        if (entryCount == MAX_ENTRIES) {
            return false;
        }
        slices[entryCount] = slice;
        firsts[entryCount] = first;
        counts[entryCount] = count;
        entryCount++;
        return true;
    }

    public int entryCount() {
        return entryCount;
    }

    public int slice(int i) {
        return slices[checked(i)];
    }

    public int first(int i) {
        return firsts[checked(i)];
    }

    /** Chunks, {@link #WHOLE_SLICE} or {@link #SUBTREE}. */
    public int count(int i) {
        return counts[checked(i)];
    }

    private int checked(int i) {
        if (i >= entryCount) {
            throw new IndexOutOfBoundsException(i);
        }
        return i;
    }
}
