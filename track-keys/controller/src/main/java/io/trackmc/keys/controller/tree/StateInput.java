package io.trackmc.keys.controller.tree;

import io.trackmc.keys.transport.key.Secret;
import io.trackmc.keys.transport.key.SecretAccess;
import io.trackmc.keys.transport.key.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.function.BiFunction;

/** Reads what {@link StateOutput} wrote, piece by piece; refuses what it cannot have written. */
final class StateInput {

    private static final int BUFFER = 1 << 16;

    private final SecretAccess access;
    private final InputStream from;
    private final MessageDigest sha = Sha256.newDigest();
    private final byte[] bytes = new byte[BUFFER];
    private final ByteBuffer in = ByteBuffer.wrap(bytes).limit(0);
    private long unread;

    /**
     * Of a stream.
     *
     * @param length bytes of it, the sum at the end included
     */
    StateInput(InputStream from, long length, SecretAccess access) {
        this.from = from;
        this.access = access;
        unread = Math.max(0, length - Sha256.LENGTH);
    }

    int u8() {
        need(Byte.BYTES);
        return in.get() & 0xFF;
    }

    int u32() {
        need(Integer.BYTES);
        return in.getInt();
    }

    long u64() {
        need(Long.BYTES);
        return in.getLong();
    }

    /** A number of things that follow, each of at least so many bytes. */
    int count(int least) {
        int count = u32();
        if (count < 0 || (long) count * least > in.remaining() + unread) {
            throw new IllegalArgumentException("a count of " + count);
        }
        return count;
    }

    byte[] bytes(int length) {
        need(length);
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
        int capacity = u32();
        if (capacity < 0 || capacity > tree.kind().leaves()) {
            throw new IllegalArgumentException("a tree of " + capacity + " leaves");
        }
        tree.reserve(capacity);
        for (int left = count(2 * Integer.BYTES + Secret.LENGTH); left > 0; left--) {
            int slot = u32();
            if (slot < 0 || slot >= tree.slots()) {
                throw new IllegalArgumentException("a node at " + slot);
            }
            tree.present().set(slot);
            tree.versions()[slot] = u32();
            need(Secret.LENGTH);
            tree.keys().load(slot, bytes, in.position(), access);
            in.position(in.position() + Secret.LENGTH);
        }
    }

    void both(RegionKeys region) {
        need(Secret.LENGTH);
        region.both.load(0, bytes, in.position(), access);
        in.position(in.position() + Secret.LENGTH);
    }

    /** Checks that everything was read, and is what was written. */
    void end() {
        if (in.hasRemaining() || unread > 0) {
            throw new IllegalArgumentException((in.remaining() + unread) + " bytes too many");
        }
        try {
            if (!Arrays.equals(sha.digest(), from.readNBytes(Sha256.LENGTH)) || from.read() >= 0) {
                throw new IllegalArgumentException("it does not end with the SHA-256 of what it holds");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Erases what was read. */
    void erase() {
        Arrays.fill(bytes, (byte) 0);
    }

    private void need(int length) {
        if (in.remaining() < length) {
            in.compact();
            int room = (int) Math.min(in.remaining(), unread);
            try {
                int found = from.readNBytes(bytes, in.position(), room);
                sha.update(bytes, in.position(), found);
                unread = found < room ? 0 : unread - found;
                in.position(in.position() + found);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            in.flip();
            if (in.remaining() < length) {
                throw new IllegalArgumentException("cut short");
            }
        }
    }
}
