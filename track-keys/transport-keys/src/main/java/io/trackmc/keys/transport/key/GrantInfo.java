package io.trackmc.keys.transport.key;

import io.trackmc.proto.protect.Incarnation;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Everything that binds the wrapped key of a region to one parent, one child and one epoch, as the bytes that go into the derivation of its wrapping key
 * (wire format §4.5). Not secret.
 */
public final class GrantInfo {

    private static final byte[] LABEL = "TK1 give".getBytes(StandardCharsets.US_ASCII);
    private static final int GID_AT = LABEL.length;
    private static final int REGION_AT = GID_AT + Long.BYTES;
    private static final int EPOCH_AT = REGION_AT + Integer.BYTES;
    private static final int PARENT_AT = EPOCH_AT + Long.BYTES;
    private static final int CHILD_AT = PARENT_AT + Integer.BYTES + Incarnation.LENGTH;

    static final int LENGTH = CHILD_AT + Integer.BYTES + Incarnation.LENGTH;

    final byte[] bytes = new byte[LENGTH];
    private final ByteBuffer fields = ByteBuffer.wrap(bytes);

    /** For the given group; the other fields are zero. */
    public GrantInfo(long gid) {
        System.arraycopy(LABEL, 0, bytes, 0, LABEL.length);
        fields.putLong(GID_AT, gid);
    }

    /** Sets whose key it is: that of a region in a transport epoch. */
    public GrantInfo of(int region, long epoch) {
        fields.putInt(REGION_AT, region);
        fields.putLong(EPOCH_AT, epoch);
        return this;
    }

    /** Sets the head of the region. */
    public GrantInfo from(int parent, Incarnation incarnation) {
        putNode(PARENT_AT, parent, incarnation);
        return this;
    }

    /** Sets for whom. */
    public GrantInfo to(int child, Incarnation incarnation) {
        putNode(CHILD_AT, child, incarnation);
        return this;
    }

    private void putNode(int at, int id, Incarnation incarnation) {
        fields.putInt(at, id);
        fields.putLong(at + Integer.BYTES, incarnation.high());
        fields.putLong(at + Integer.BYTES + Long.BYTES, incarnation.low());
    }
}
