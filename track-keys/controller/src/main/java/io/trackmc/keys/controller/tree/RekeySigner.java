package io.trackmc.keys.controller.tree;

import io.trackmc.keys.transport.key.SecretAccess;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Objects;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** The Ed25519 key with which an authority signs headers of rekeys. Shows it to nobody without a {@link SecretAccess}. */
public final class RekeySigner {

    /** Bytes of the private and of the public key. */
    public static final int KEY_LENGTH = Ed25519.SECRET_KEY_SIZE;

    private final byte[] privateKey;
    private final byte[] publicKey = new byte[Ed25519.PUBLIC_KEY_SIZE];

    private RekeySigner(byte[] privateKey) {
        this.privateKey = privateKey;
        Ed25519.generatePublicKey(privateKey, 0, publicKey, 0);
    }

    /** A new one. */
    public static RekeySigner generate(SecureRandom random) {
        byte[] key = new byte[KEY_LENGTH];
        random.nextBytes(key);
        return new RekeySigner(key);
    }

    /** One that was stored; copies the 32 bytes. */
    public static RekeySigner of(byte[] privateKey, SecretAccess access) {
        Objects.requireNonNull(access);
        return new RekeySigner(Arrays.copyOf(privateKey, KEY_LENGTH));
    }

    /** What members verify with; 32 bytes. */
    public byte[] publicKey() {
        return publicKey.clone();
    }

    /** A copy of the private key, which the caller erases. */
    public byte[] copy(SecretAccess access) {
        Objects.requireNonNull(access);
        return privateKey.clone();
    }

    /** Overwrites the private key. */
    public void destroy() {
        Arrays.fill(privateKey, (byte) 0);
    }

    void sign(byte[] message, byte[] signature, int offset) {
        Ed25519.sign(privateKey, 0, publicKey, 0, message, 0, message.length, signature, offset);
    }

    /** Says what it is and nothing of the key. */
    @Override
    public String toString() {
        return "RekeySigner(hidden)";
    }
}
