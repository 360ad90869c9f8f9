package io.trackmc.keys.controller.tree;

import io.trackmc.keys.transport.key.Secret;
import io.trackmc.keys.transport.key.SecretAccess;
import io.trackmc.keys.transport.key.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;

/** Bytes of a state, secrets among them, through a buffer that is erased whenever it is emptied. */
final class StateOutput {

    private static final int BUFFER = 1 << 16;

    private final SecretAccess access;
    private final OutputStream to;
    private final MessageDigest sha = Sha256.newDigest();
    private final byte[] bytes = new byte[BUFFER];
    private final ByteBuffer out = ByteBuffer.wrap(bytes);

    StateOutput(OutputStream to, SecretAccess access) {
        this.to = to;
        this.access = access;
    }

    void u8(int value) {
        room(Byte.BYTES);
        out.put((byte) value);
    }

    void u32(int value) {
        room(Integer.BYTES);
        out.putInt(value);
    }

    void u64(long value) {
        room(Long.BYTES);
        out.putLong(value);
    }

    void bytes(byte[] value) {
        room(value.length);
        out.put(value);
    }

    void secret(Secret secret) {
        byte[] raw = secret.copy(access);
        bytes(raw);
        Arrays.fill(raw, (byte) 0);
    }

    void signer(RekeySigner signer) {
        byte[] raw = signer.copy(access);
        bytes(raw);
        Arrays.fill(raw, (byte) 0);
    }

    /** The nodes of a tree that exist. */
    void tree(KeyTree tree) {
        u32(tree.capacity());
        u32(tree.present().cardinality());
        for (int slot = tree.present().nextSetBit(0); slot >= 0; slot = tree.present().nextSetBit(slot + 1)) {
            u32(slot);
            u32(tree.versions()[slot]);
            room(Secret.LENGTH);
            tree.keys().store(slot, bytes, out.position(), access);
            out.position(out.position() + Secret.LENGTH);
        }
    }

    /** Key above both trees of a region. */
    void both(RegionKeys region) {
        room(Secret.LENGTH);
        region.both.store(0, bytes, out.position(), access);
        out.position(out.position() + Secret.LENGTH);
    }

    /** Writes the rest, and the SHA-256 of everything behind it. */
    void finish() {
        flush();
        try {
            to.write(sha.digest());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void room(int length) {
        if (out.remaining() < length) {
            flush();
        }
    }

    private void flush() {
        sha.update(bytes, 0, out.position());
        try {
            to.write(bytes, 0, out.position());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            Arrays.fill(bytes, (byte) 0);
            out.clear();
        }
    }
}
