package io.trackmc.keys.payload;

import io.trackmc.proto.wire.InnerHeader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/** AES-256-GCM of one INNER (wire format §3.2), on a cipher that is kept. Not thread-safe. */
final class InnerAead {

    private static final byte[] AAD_LABEL = "TK1 aad".getBytes(StandardCharsets.US_ASCII);
    private static final int NONCE_LENGTH = 12;
    private static final int TAG_BITS = InnerHeader.TAG_LENGTH * Byte.SIZE;

    private final Cipher cipher;
    /** Label and gid, and behind them the header: handed over in one call, because each costs a lock and a way into native code. */
    private final byte[] aad = new byte[AAD_LABEL.length + Long.BYTES + InnerHeader.LENGTH];
    private final byte[] nonce = new byte[NONCE_LENGTH];
    private final ByteBuffer nonceFields = ByteBuffer.wrap(nonce);

    InnerAead(AeadProvider provider, long gid) {
        cipher = provider.newCipher();
        ByteBuffer.wrap(aad).put(AAD_LABEL).putLong(gid);
    }

    /** Encrypts the content behind the header in place and writes the tag behind it. */
    void seal(SecretKey key, byte[] inner, int offset, int contentLength) {
        try {
            begin(Cipher.ENCRYPT_MODE, key, inner, offset);
            int at = offset + InnerHeader.LENGTH;
            cipher.doFinal(inner, at, contentLength, inner, at);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM refused to seal", e);
        }
    }

    /** Decrypts the content behind the header to {@code content}; false when the tag is wrong. */
    boolean open(SecretKey key, byte[] inner, int offset, int contentLength, byte[] content, int contentOffset) {
        try {
            begin(Cipher.DECRYPT_MODE, key, inner, offset);
            cipher.doFinal(inner, offset + InnerHeader.LENGTH, contentLength + InnerHeader.TAG_LENGTH, content,
                    contentOffset);
            return true;
        } catch (AEADBadTagException _) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM refused to open", e);
        }
    }

    private void begin(int mode, SecretKey key, byte[] inner, int offset) throws GeneralSecurityException {
        nonceFields.putLong(NONCE_LENGTH - Long.BYTES, InnerHeader.sequence(inner, offset));
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        System.arraycopy(inner, offset, aad, aad.length - InnerHeader.LENGTH, InnerHeader.LENGTH);
        cipher.updateAAD(aad, 0, aad.length);
    }
}
