package io.trackmc.keys.transport.key;

import java.util.Arrays;

/** HKDF-SHA-256 (RFC 5869). Erases what it has used of keys. Not thread-safe. */
public final class Hkdf {

    private static final int MAX_BLOCKS = 255;

    private final HmacSha256 hmac = new HmacSha256();
    private final HmacKey key = new HmacKey();
    private final byte[] block = new byte[HmacSha256.LENGTH];
    private final byte[] blockNumber = new byte[1];

    /**
     * HKDF-Expand with the key of a secret.
     *
     * @param info its first {@code infoLength} bytes
     * @param out filled whole; at most 8,160 bytes
     */
    public void expand(Secret pseudorandomKey, byte[] info, int infoLength, byte[] out) {
        expand(pseudorandomKey.material(), info, infoLength, out);
    }

    /** HKDF-Extract: 32 bytes to {@code out}. */
    void extract(byte[] salt, byte[] inputKey, byte[] out) {
        hmac.setKey(key, salt);
        hmac.begin(key);
        hmac.update(inputKey, 0, inputKey.length);
        hmac.finish(key, out, 0);
        key.destroy();
    }

    void expand(byte[] pseudorandomKey, byte[] info, int infoLength, byte[] out) {
        if (out.length > MAX_BLOCKS * HmacSha256.LENGTH) {
            throw new IllegalArgumentException(out.length + " bytes, allowed " + MAX_BLOCKS * HmacSha256.LENGTH);
        }
        hmac.setKey(key, pseudorandomKey);
        int done = 0;
        for (int number = 1; done < out.length; number++) {
            nextBlock(number, info, infoLength);
            int length = Math.min(HmacSha256.LENGTH, out.length - done);
            System.arraycopy(block, 0, out, done, length);
            done += length;
        }
        key.destroy();
        Arrays.fill(block, (byte) 0);
    }

    private void nextBlock(int number, byte[] info, int infoLength) {
        hmac.begin(key);
        hmac.update(block, 0, number == 1 ? 0 : HmacSha256.LENGTH);
        hmac.update(info, 0, infoLength);
        blockNumber[0] = (byte) number;
        hmac.update(blockNumber, 0, 1);
        hmac.finish(key, block, 0);
    }
}
