package io.trackmc.keys.controller.tree;

import io.trackmc.keys.transport.key.Secret;
import io.trackmc.keys.transport.key.SecretAccess;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Bytes of a state, secrets among them, in an array that is erased whenever it is replaced. */
final class StateOutput {

    private final SecretAccess access;
    private byte[] bytes = new byte[1 << 16];
    private ByteBuffer out = ByteBuffer.wrap(bytes);

    StateOutput(SecretAccess access) {
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

    /** All that was written; erases what is kept here. */
    byte[] finish() {
        byte[] result = Arrays.copyOf(bytes, out.position());
        Arrays.fill(bytes, (byte) 0);
        return result;
    }

    private void room(int length) {
        if (out.remaining() < length) {
            int position = out.position();
            byte[] wider = Arrays.copyOf(bytes, Math.max(2 * bytes.length, position + length));
            Arrays.fill(bytes, (byte) 0);
            bytes = wider;
            out = ByteBuffer.wrap(bytes);
            out.position(position);
        }
    }
}
