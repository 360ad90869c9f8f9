package io.trackmc.keys.transport.key;

import java.security.MessageDigest;

/**
 * HMAC-SHA-256 (RFC 2104, FIPS 198-1) that allocates nothing and can change keys between messages: {@link #begin}, any number
 * of {@link #update}, {@link #finish}. Not thread-safe.
 */
public final class HmacSha256 {

    /** Bytes of a whole HMAC. */
    public static final int LENGTH = 32;

    private final MessageDigest sha = Sha256.newDigest();
    private final byte[] innerHash = new byte[LENGTH];

    /** Begins a message, forgetting one that was not finished. */
    public void begin(HmacKey key) {
        key.requirePresent();
        sha.reset();
        sha.update(key.inner, 0, HmacKey.BLOCK_LENGTH);
    }

    /** Adds bytes to the message. */
    public void update(byte[] bytes, int offset, int length) {
        sha.update(bytes, offset, length);
    }

    /** Ends the message that was begun with the same key and writes its 32 bytes of HMAC. */
    public void finish(HmacKey key, byte[] mac, int offset) {
        Sha256.finish(sha, innerHash, 0);
        sha.update(key.outer, 0, HmacKey.BLOCK_LENGTH);
        sha.update(innerHash, 0, LENGTH);
        Sha256.finish(sha, mac, offset);
    }

    /** Makes a key of any length ready; one longer than a block is hashed first (RFC 2104 §3). */
    void setKey(HmacKey into, byte[] key) {
        if (key.length <= HmacKey.BLOCK_LENGTH) {
            into.set(key, 0, key.length);
            return;
        }
        byte[] shortened = sha.digest(key);
        into.set(shortened, 0, shortened.length);
    }
}
