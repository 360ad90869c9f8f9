package io.trackmc.keys.transport.rekey;

import io.trackmc.keys.transport.key.KeyTreeKind;
import io.trackmc.keys.transport.key.KeyWrap;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Layout of the entries of a chunk (wire format §3.6). Offsets are from the start of the entry. */
public final class RekeyEntries {

    /** First byte of an entry that is no NODE. */
    public static final int EPOCH = 0x80;

    public static final int REGION_SECRET = 0x90;

    public static final int INTERIOR_SECRET = 0xA0;

    /** The slice of a child region has something although that region's key does not change. */
    public static final int BELOW = 0xB0;

    /** Nodes that are expelled and may have been children of the region's head. */
    public static final int EXPELLED = 0xC0;

    /** Most nodes that one EXPELLED names. */
    public static final int MAX_EXPELLED = 64;

    /** Second byte of EPOCH: the rekey has an interior slice. */
    public static final int HAS_INTERIOR = 1;

    /** A RegionSecret is derived from the root over the members of the slice's region; there is no wrap. */
    public static final int UNDER_NOTHING = 0;

    /** It is wrapped under the root over the members of the slice's region. */
    public static final int UNDER_MEMBERS = 1;

    /** It is wrapped under the key of region 0. */
    public static final int UNDER_BOTH = 3;

    /** It is wrapped under a leaf of the interior tree. */
    public static final int UNDER_INTERIOR = 4;

    /** Bytes before the wraps of all but REGION SECRET. */
    public static final int FIXED_LENGTH = 4;

    /** Bytes before the wrap of REGION SECRET. */
    public static final int REGION_FIXED_LENGTH = 8;

    /** Returned by {@link #length}: not an entry. */
    static final int NONE = -1;

    private static final VarHandle U16 = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle U32 = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private static final int NIBBLE = 4;
    private static final int LOW_NIBBLE = 0xF;

    private RekeyEntries() {}

    /** Wraps of a NODE: one for each child that exists, but for the lowest that changed. */
    public static int wraps(int existing, int changed) {
        return Integer.bitCount(existing) - (changed == 0 ? 0 : 1);
    }

    /** Writes the fixed part of a NODE. */
    public static void writeNode(byte[] b, int off, KeyTreeKind tree, int level, int existing, int changed, int index) {
        b[off] = (byte) ((tree.code() << NIBBLE) | level);
        b[off + 1] = (byte) ((existing << NIBBLE) | changed);
        U16.set(b, off + 2, (short) index);
    }

    /** Writes the fixed part of another entry. */
    public static void write(byte[] b, int off, int kind, int detail, int index) {
        b[off] = (byte) kind;
        b[off + 1] = (byte) detail;
        U16.set(b, off + 2, (short) index);
    }

    /** Writes the fixed part of a REGION SECRET. */
    public static void writeRegionSecret(byte[] b, int off, int under, int leaf, int region) {
        write(b, off, REGION_SECRET, under, leaf);
        U32.set(b, off + FIXED_LENGTH, region);
    }

    /** Bytes of an EXPELLED. */
    public static int expelledLength(int count) {
        return FIXED_LENGTH + count * Integer.BYTES;
    }

    /** Writes one node of an EXPELLED. */
    public static void writeExpelled(byte[] b, int off, int i, int id) {
        U32.set(b, off + expelledLength(i), id);
    }

    static int expelled(byte[] b, int off, int i) {
        return (int) U32.get(b, off + expelledLength(i));
    }

    static int first(byte[] b, int off) {
        return b[off] & 0xFF;
    }

    static boolean isNode(byte[] b, int off) {
        return first(b, off) < EPOCH;
    }

    static int tree(byte[] b, int off) {
        return first(b, off) >> NIBBLE;
    }

    static int level(byte[] b, int off) {
        return b[off] & LOW_NIBBLE;
    }

    static int existing(byte[] b, int off) {
        return (b[off + 1] & 0xFF) >> NIBBLE;
    }

    static int changed(byte[] b, int off) {
        return b[off + 1] & LOW_NIBBLE;
    }

    static int detail(byte[] b, int off) {
        return b[off + 1] & 0xFF;
    }

    static int index(byte[] b, int off) {
        return (short) U16.get(b, off + 2) & 0xFFFF;
    }

    static int region(byte[] b, int off) {
        return (int) U32.get(b, off + FIXED_LENGTH);
    }

    /** Bytes of the entry, or {@link #NONE} when it is not one, does not belong into that slice, or is longer than what is left. */
    static int length(byte[] b, int off, int left, int slice) {
        if (left < FIXED_LENGTH) {
            return NONE;
        }
        int length = isNode(b, off) ? nodeLength(b, off, slice) : otherLength(b, off, left, slice);
        return length <= left ? length : NONE;
    }

    private static int nodeLength(byte[] b, int off, int slice) {
        int code = tree(b, off);
        if (code < KeyTreeKind.MEMBERS.code() || code > KeyTreeKind.INTERIOR.code()) {
            return NONE;
        }
        KeyTreeKind tree = KeyTreeKind.values()[code - 1];
        int level = level(b, off);
        boolean right = level >= 1 && level <= tree.height()
                && index(b, off) < 1 << (2 * (tree.height() - level))
                && existing(b, off) != 0 && (changed(b, off) & ~existing(b, off)) == 0
                && (tree != KeyTreeKind.BOTH || existing(b, off) <= 3)
                && (tree == KeyTreeKind.INTERIOR) == (slice == -1);
        return right ? FIXED_LENGTH + wraps(existing(b, off), changed(b, off)) * KeyWrap.LENGTH : NONE;
    }

    private static int otherLength(byte[] b, int off, int left, int slice) {
        return switch (first(b, off)) {
            case EPOCH -> slice == 0 && detail(b, off) <= HAS_INTERIOR && index(b, off) == 0
                    ? FIXED_LENGTH + KeyWrap.LENGTH : NONE;
            case INTERIOR_SECRET -> slice == -1 && detail(b, off) == 0 && index(b, off) == 0
                    ? FIXED_LENGTH + KeyWrap.LENGTH : NONE;
            case BELOW -> slice != -1 && detail(b, off) == 0 && index(b, off) < KeyTreeKind.CHILDREN.leaves()
                    ? FIXED_LENGTH : NONE;
            case EXPELLED -> slice != -1 && index(b, off) == 0 ? checkedExpelledLength(b, off, left) : NONE;
            case REGION_SECRET -> left < REGION_FIXED_LENGTH ? NONE : regionSecretLength(b, off, slice);
            default -> NONE;
        };
    }

    private static int checkedExpelledLength(byte[] b, int off, int left) {
        int count = detail(b, off);
        if (count < 1 || count > MAX_EXPELLED || expelledLength(count) > left) {
            return NONE;
        }
        int before = 0;
        for (int i = 0; i < count; i++) {
            int id = expelled(b, off, i);
            if (Integer.compareUnsigned(id, before) <= 0) {
                return NONE;
            }
            before = id;
        }
        return expelledLength(count);
    }

    private static int regionSecretLength(byte[] b, int off, int slice) {
        boolean noLeaf = index(b, off) == 0;
        return switch (detail(b, off)) {
            case UNDER_NOTHING -> slice != -1 && noLeaf ? REGION_FIXED_LENGTH : NONE;
            case UNDER_MEMBERS -> slice != -1 && noLeaf ? REGION_FIXED_LENGTH + KeyWrap.LENGTH : NONE;
            case UNDER_BOTH -> slice == 0 && noLeaf ? REGION_FIXED_LENGTH + KeyWrap.LENGTH : NONE;
            case UNDER_INTERIOR -> slice == -1 ? REGION_FIXED_LENGTH + KeyWrap.LENGTH : NONE;
            default -> NONE;
        };
    }
}
