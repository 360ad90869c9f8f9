package io.trackmc.keys.transport.key;

import io.trackmc.proto.protect.Direction;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.protect.KeyClass;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Everything that a hop key is bound to, as the bytes that go into its derivation (wire format §4.2). Can be set again and
 * again without allocating; the epoch alone changes when keys are renewed. Not secret.
 */
public final class HopInfo {

    private static final byte[] LABEL = "TK1 hop".getBytes(StandardCharsets.US_ASCII);
    private static final int CLASS_AT = LABEL.length;
    private static final int DIRECTION_AT = CLASS_AT + 1;
    private static final int GID_AT = DIRECTION_AT + 1;
    private static final int REGION_AT = GID_AT + Long.BYTES;
    private static final int EPOCH_AT = REGION_AT + Integer.BYTES;
    private static final int ORIGIN_AT = EPOCH_AT + Long.BYTES;
    private static final int DESTINATION_AT = ORIGIN_AT + Integer.BYTES + Incarnation.LENGTH;

    static final int LENGTH = DESTINATION_AT + Integer.BYTES + Incarnation.LENGTH;

    final byte[] bytes = new byte[LENGTH];
    private final ByteBuffer fields = ByteBuffer.wrap(bytes);

    /** For the given group; the other fields are zero. */
    public HopInfo(long gid) {
        System.arraycopy(LABEL, 0, bytes, 0, LABEL.length);
        fields.putLong(GID_AT, gid);
    }

    /** Sets class, direction and region: 0 for the data channel, else that of the parent. */
    public HopInfo on(KeyClass keyClass, Direction direction, int region) {
        bytes[CLASS_AT] = (byte) keyClass.code();
        bytes[DIRECTION_AT] = (byte) direction.code();
        fields.putInt(REGION_AT, region);
        return this;
    }

    /** Sets who authenticates. */
    public HopInfo from(int origin, Incarnation incarnation) {
        return from(origin, incarnation.high(), incarnation.low());
    }

    /** The same for a run that is only claimed, so that no object need be made of it. */
    public HopInfo from(int origin, long incarnationHigh, long incarnationLow) {
        putNode(ORIGIN_AT, origin, incarnationHigh, incarnationLow);
        return this;
    }

    /** Sets for whom: 0 and {@link Incarnation#ZERO} for multicast. */
    public HopInfo to(int destination, Incarnation incarnation) {
        putNode(DESTINATION_AT, destination, incarnation.high(), incarnation.low());
        return this;
    }

    /** Sets the transport epoch. */
    public HopInfo in(long epoch) {
        fields.putLong(EPOCH_AT, epoch);
        return this;
    }

    int keyClassCode() {
        return bytes[CLASS_AT];
    }

    private void putNode(int at, int id, long incarnationHigh, long incarnationLow) {
        fields.putInt(at, id);
        fields.putLong(at + Integer.BYTES, incarnationHigh);
        fields.putLong(at + Integer.BYTES + Long.BYTES, incarnationLow);
    }
}
