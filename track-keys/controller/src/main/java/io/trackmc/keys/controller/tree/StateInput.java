package io.trackmc.keys.controller.tree;

import io.trackmc.keys.transport.key.Secret;
import io.trackmc.keys.transport.key.SecretAccess;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.BiFunction;

/** Reads what {@link StateOutput} wrote; refuses what it cannot have written. */
final class StateInput {

    private final SecretAccess access;
    private final byte[] bytes;
    private final ByteBuffer in;

    StateInput(byte[] bytes, int offset, int length, SecretAccess access) {
        this.bytes = bytes;
        this.access = access;
        in = ByteBuffer.wrap(bytes, offset, length);
    }

    int u8() {
        return in.get() & 0xFF;
    }

    int u32() {
        return in.getInt();
    }

    long u64() {
        return in.getLong();
    }

    /** A number of things that follow. */
    int count() {
        int count = in.getInt();
        if (count < 0 || count > in.remaining()) {
            throw new IllegalArgumentException("a count of " + count);
        }
        return count;
    }

    byte[] bytes(int length) {
        byte[] value = new byte[length];
        in.get(value);
        return value;
    }

    <S extends Secret> S secret(BiFunction<byte[], SecretAccess, S> type) {
        byte[] raw = bytes(Secret.LENGTH);
        try {
            return type.apply(raw, access);
        } finally {
            Arrays.fill(raw, (byte) 0);
        }
    }

    RekeySigner signer() {
        byte[] raw = bytes(RekeySigner.KEY_LENGTH);
        try {
            return RekeySigner.of(raw, access);
        } finally {
            Arrays.fill(raw, (byte) 0);
        }
    }

    void tree(KeyTree tree) {
        int capacity = in.getInt();
        if (capacity < 0 || capacity > tree.kind().leaves()) {
            throw new IllegalArgumentException("a tree of " + capacity + " leaves");
        }
        tree.reserve(capacity);
        int nodes = count();
        for (int i = 0; i < nodes; i++) {
            int slot = in.getInt();
            if (slot < 0 || slot >= tree.slots()) {
                throw new IllegalArgumentException("a node at " + slot);
            }
            tree.present().set(slot);
            tree.versions()[slot] = in.getInt();
            tree.keys().load(slot, bytes, in.position(), access);
            in.position(in.position() + Secret.LENGTH);
        }
    }

    void both(RegionKeys region) {
        region.both.load(0, bytes, in.position(), access);
        in.position(in.position() + Secret.LENGTH);
    }

    void end() {
        if (in.hasRemaining()) {
            throw new IllegalArgumentException(in.remaining() + " bytes too many");
        }
    }
}
