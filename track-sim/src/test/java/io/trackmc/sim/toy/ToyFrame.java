package io.trackmc.sim.toy;

import io.trackmc.sim.observe.ContentHash;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Datagram of the toy protocol: type, sender of the frame, number, payload, checksum. */
@SuppressWarnings({"ArrayRecordComponent", "EnumOrdinal"})
record ToyFrame(Type type, int node, long number, byte[] payload) {

    static final byte[] EMPTY = {};
    private static final int OVERHEAD = 1 + Integer.BYTES + 2 * Long.BYTES;
    private static final long KEY = 0x5E55_101D;

    enum Type {
        DATA,
        NACK,
        EDGE,
        CLOSED_EDGE,
        DONE
    }

    /** Writes the frame; returns its length. */
    int encode(byte[] target) {
        ByteBuffer buffer = ByteBuffer.wrap(target);
        buffer.put((byte) type.ordinal()).putInt(node).putLong(number).put(payload);
        int covered = buffer.position();
        buffer.putLong(ContentHash.add(ContentHash.of(target, 0, covered), KEY));
        return buffer.position();
    }

    /** Reads a frame; null when the checksum is wrong. */
    static ToyFrame decode(byte[] bytes, int offset, int length) {
        if (length < OVERHEAD) {
            return null;
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
        int covered = length - Long.BYTES;
        if (buffer.getLong(offset + covered) != ContentHash.add(ContentHash.of(bytes, offset, covered), KEY)) {
            return null;
        }
        Type type = Type.values()[buffer.get()];
        int node = buffer.getInt();
        long number = buffer.getLong();
        return new ToyFrame(type, node, number, Arrays.copyOfRange(bytes, buffer.position(), offset + covered));
    }
}
