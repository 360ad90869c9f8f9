package io.trackmc.keys.controller.store;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AES-256-GCM under one key, with nonces of {@code u32 kind ‖ u64 number}. Whoever seals uses none of them twice. Not thread-safe. */
final class SealingCipher {

    /** Bytes of a tag. */
    static final int TAG_LENGTH = 16;

    private static final int NONCE_LENGTH = 12;

    private final Cipher cipher;
    private final SecretKeySpec key;

    SealingCipher(byte[] raw) {
        key = new SecretKeySpec(raw, "AES");
        try {
            cipher = Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES-GCM", e);
        }
    }

    /** Bytes that it wrote: those of the text and a tag. */
    int seal(int kind, long number, byte[] associated, byte[] text, int length, byte[] into, int at) {
        try {
            cipher.init(Cipher.ENCRYPT_MODE, key, nonce(kind, number));
            cipher.updateAAD(associated);
            return cipher.doFinal(text, 0, length, into, at);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot be sealed", e);
        }
    }

    /**
     * Bytes of the text.
     *
     * @throws GeneralSecurityException when it is not what was sealed under this key, with this nonce, and with what is associated
     */
    int open(int kind, long number, byte[] associated, byte[] sealed, int from, int length, byte[] into)
            throws GeneralSecurityException {
        cipher.init(Cipher.DECRYPT_MODE, key, nonce(kind, number));
        cipher.updateAAD(associated);
        return cipher.doFinal(sealed, from, length, into, 0);
    }

    private static GCMParameterSpec nonce(int kind, long number) {
        return new GCMParameterSpec(Byte.SIZE * TAG_LENGTH,
                ByteBuffer.allocate(NONCE_LENGTH).putInt(kind).putLong(number).array());
    }
}
