package io.trackmc.keys.controller.pki;

import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/** An Ed25519 public key. */
public final class VerificationKey {

    /** Bytes of a key. */
    public static final int LENGTH = Ed25519PublicKeyParameters.KEY_SIZE;

    private final byte[] raw;

    /** From its 32 bytes (RFC 8032). */
    public VerificationKey(byte[] raw) {
        if (raw.length != LENGTH) {
            throw new IllegalArgumentException("a key of " + raw.length + " bytes, allowed: " + LENGTH);
        }
        this.raw = raw.clone();
    }

    /** From its 64 hexadecimal digits. */
    public static VerificationKey ofHex(String hex) {
        return new VerificationKey(HexFormat.of().parseHex(hex));
    }

    /** Whether the signature is one of this message under this key. */
    public boolean verifies(byte[] message, byte[] signature) {
        try {
            Ed25519Signer verifier = new Ed25519Signer();
            verifier.init(false, new Ed25519PublicKeyParameters(raw));
            verifier.update(message, 0, message.length);
            return verifier.verifySignature(signature);
        } catch (IllegalArgumentException _) {
            return false; // the key is no point of the curve
        }
    }

    /** Its bytes. */
    public byte[] bytes() {
        return raw.clone();
    }

    /** 64 hexadecimal digits. */
    public String hex() {
        return HexFormat.of().formatHex(raw);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VerificationKey that && Arrays.equals(raw, that.raw);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(raw);
    }

    @Override
    public String toString() {
        return hex();
    }
}
