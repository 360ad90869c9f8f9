package io.trackmc.keys.transport.key;

import java.util.Arrays;

/**
 * A key made ready for {@link HmacSha256}: the two padded blocks with which HMAC begins its two hashes (RFC 2104 §2). Can be
 * set again and again; shows its bytes to nobody.
 */
public final class HmacKey {

    static final int BLOCK_LENGTH = 64;

    private static final byte INNER_PAD = 0x36;
    private static final byte OUTER_PAD = 0x5c;

    final byte[] inner = new byte[BLOCK_LENGTH];
    final byte[] outer = new byte[BLOCK_LENGTH];
    private boolean present;

    /** Takes the bytes of a secret. */
    public void set(Secret secret) {
        set(secret.material(), 0, Secret.LENGTH);
    }

    /** Overwrites the key with zeros; every use fails until it is set again. */
    public void destroy() {
        present = false;
        Arrays.fill(inner, (byte) 0);
        Arrays.fill(outer, (byte) 0);
    }

    /** A key of zeros is one that everybody knows: better no packet than one under it. */
    void requirePresent() {
        if (!present) {
            throw new IllegalStateException("HMAC key is destroyed or not set yet");
        }
    }

    /** Takes at most one block; {@link HmacSha256#setKey} shortens longer keys. */
    void set(byte[] key, int offset, int length) {
        present = true;
        Arrays.fill(inner, INNER_PAD);
        Arrays.fill(outer, OUTER_PAD);
        for (int i = 0; i < length; i++) {
            inner[i] ^= key[offset + i];
            outer[i] ^= key[offset + i];
        }
    }
}
