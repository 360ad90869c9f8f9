package io.trackmc.keys.transport.key;

import io.trackmc.proto.protect.KeyLayer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The derivations of the key trees of one layer of one group (wire format §4.4). Each fills a key that the caller brings. Not
 * thread-safe.
 */
public final class TreeKeySchedule {

    private static final int GROUP_LENGTH = 1 + Long.BYTES;
    private static final int PLACE_LENGTH = Long.BYTES + 1 + Integer.BYTES + 1 + Integer.BYTES;

    private final Hkdf hkdf = new Hkdf();
    private final byte[] wrapInfo;
    private final byte[] upInfo;
    private final ByteBuffer upFields;
    private final byte[] regionInfo;
    private final ByteBuffer regionFields;

    /** For one layer of a group. */
    public TreeKeySchedule(KeyLayer layer, long gid) {
        wrapInfo = info("TK1 wrap", layer, gid, 0);
        upInfo = info("TK1 up", layer, gid, PLACE_LENGTH);
        upFields = ByteBuffer.wrap(upInfo);
        regionInfo = info("TK1 region", layer, gid, Long.BYTES + Integer.BYTES);
        regionFields = ByteBuffer.wrap(regionInfo);
    }

    /** {@code Expand(K, "TK1 wrap" ‖ u8 layer ‖ u64 gid, 32)}. */
    public void wrappingKey(KeyEncryptionKey node, KeyWrappingKey into) {
        hkdf.expand(node.material(), wrapInfo, wrapInfo.length, into.refill());
    }

    /**
     * {@code Expand(K, "TK1 up" ‖ u8 layer ‖ u64 gid ‖ u64 rekey ‖ u8 tree ‖ u32 region ‖ u8 level ‖ u32 index, 32)}: the key that a node
     * gets from the new key of one of its children.
     *
     * @param child new key of the child; may be {@code into}
     * @param rekey number of the rekey
     * @param tree tree, region, level and index of the node, not of the child
     */
    public void upwardKey(
            KeyEncryptionKey child, long rekey, int tree, int region, int level, int index, KeyEncryptionKey into) {
        upFields.position(upInfo.length - PLACE_LENGTH);
        upFields.putLong(rekey).put((byte) tree).putInt(region).put((byte) level).putInt(index);
        hkdf.expand(child.material(), upInfo, upInfo.length, into.refill());
    }

    /**
     * {@code Expand(K, "TK1 region" ‖ u8 layer ‖ u64 gid ‖ u64 rekey ‖ u32 region, 32)}: a RegionSecret that follows from a root that is new
     * itself.
     *
     * @param membersRoot new key of the root over a region's members
     * @param region region whose secret it is
     */
    public void regionSecret(KeyEncryptionKey membersRoot, long rekey, int region, RegionSecret into) {
        regionFields.position(regionInfo.length - Long.BYTES - Integer.BYTES);
        regionFields.putLong(rekey).putInt(region);
        hkdf.expand(membersRoot.material(), regionInfo, regionInfo.length, into.refill());
    }

    private static byte[] info(String label, KeyLayer layer, long gid, int rest) {
        byte[] text = label.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(text.length + GROUP_LENGTH + rest).put(text).put((byte) layer.code()).putLong(gid)
                .array();
    }
}
