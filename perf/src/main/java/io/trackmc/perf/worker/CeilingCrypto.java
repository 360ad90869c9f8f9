package io.trackmc.perf.worker;

import io.trackmc.proto.protect.HopKeys;
import io.trackmc.proto.wire.InnerHeader;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Provider;
import java.util.ServiceLoader;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** What TRACK's wire format does to each packet of data, under keys that everybody knows: AES-256-GCM, SHA-256 of the result, HMAC-SHA-256 of header and digest. */
final class CeilingCrypto {

    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = InnerHeader.TAG_LENGTH * Byte.SIZE;
    private static final String CORRETTO = "com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider";
    private static final VarHandle U64 = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final CeilingShape shape;
    private final SecretKey key = new SecretKeySpec(new byte[KEY_BYTES], "AES");
    private final Cipher cipher;
    private final MessageDigest sha;
    private final Mac hmac;
    private final byte[] nonce = new byte[NONCE_BYTES];
    private final byte[] digest = new byte[HopKeys.DIGEST_LENGTH];
    private final byte[] mac = new byte[HopKeys.DIGEST_LENGTH];

    CeilingCrypto(CeilingShape shape) throws GeneralSecurityException {
        this.shape = shape;
        cipher = newCipher();
        sha = MessageDigest.getInstance("SHA-256");
        hmac = Mac.getInstance("HmacSHA256");
        hmac.init(new SecretKeySpec(new byte[KEY_BYTES], "HmacSHA256"));
    }

    /** Encrypts and authenticates a full datagram in place. */
    void seal(byte[] datagram, long number) throws GeneralSecurityException {
        U64.set(nonce, NONCE_BYTES - Long.BYTES, number);
        cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(datagram, CeilingShape.INNER_AT, InnerHeader.LENGTH);
        cipher.doFinal(datagram, CeilingShape.CONTENT_AT, shape.contentBytes(), datagram, CeilingShape.CONTENT_AT);
        authenticate(datagram);
        System.arraycopy(mac, 0, datagram, shape.icvAt(), HopKeys.ICV_LENGTH);
    }

    /** Checks a full datagram, and decrypts it to {@code content}. */
    boolean open(byte[] datagram, long number, byte[] content) throws GeneralSecurityException {
        authenticate(datagram);
        int difference = 0;
        for (int i = 0; i < HopKeys.ICV_LENGTH; i++) {
            difference |= mac[i] ^ datagram[shape.icvAt() + i];
        }
        if (difference != 0) {
            return false;
        }
        U64.set(nonce, NONCE_BYTES - Long.BYTES, number);
        cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(datagram, CeilingShape.INNER_AT, InnerHeader.LENGTH);
        cipher.doFinal(datagram, CeilingShape.CONTENT_AT, shape.contentBytes() + InnerHeader.TAG_LENGTH, content, 0);
        return true;
    }

    private void authenticate(byte[] datagram) throws GeneralSecurityException {
        sha.update(datagram, CeilingShape.INNER_AT, shape.icvAt() - CeilingShape.INNER_AT);
        sha.digest(digest, 0, digest.length);
        hmac.update(datagram, 0, CeilingShape.INNER_AT);
        hmac.update(digest);
        hmac.doFinal(mac, 0);
    }

    /** The cipher that TRACK uses where it can, or the JDK's. */
    private static Cipher newCipher() throws GeneralSecurityException {
        String transformation = "AES/GCM/NoPadding";
        for (Provider provider : ServiceLoader.load(Provider.class)) {
            if (provider.getClass().getName().equals(CORRETTO)) {
                return Cipher.getInstance(transformation, provider);
            }
        }
        return Cipher.getInstance(transformation);
    }
}
