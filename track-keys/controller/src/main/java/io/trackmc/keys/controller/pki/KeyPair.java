package io.trackmc.keys.controller.pki;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyInfoFactory;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;

/** An Ed25519 key pair. Its private half leaves it as PKCS#8 only. */
public final class KeyPair {

    private final Ed25519PrivateKeyParameters privateKey;

    private KeyPair(Ed25519PrivateKeyParameters privateKey) {
        this.privateKey = privateKey;
    }

    /** A new one. */
    public static KeyPair generate(SecureRandom random) {
        return new KeyPair(new Ed25519PrivateKeyParameters(random));
    }

    /** The private key as unencrypted PKCS#8 in PEM, for a file of mode 0600. */
    public byte[] privateKeyPem() {
        try {
            return pem("PRIVATE KEY", PrivateKeyInfoFactory.createPrivateKeyInfo(privateKey).getEncoded());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Ed25519PrivateKeyParameters privateKey() {
        return privateKey;
    }

    SubjectPublicKeyInfo publicKey() {
        try {
            return SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(privateKey.generatePublicKey());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Says what it is and nothing of the key. */
    @Override
    public String toString() {
        return "KeyPair(hidden)";
    }

    static byte[] pem(String type, byte[] der) throws IOException {
        StringWriter text = new StringWriter();
        try (PemWriter writer = new PemWriter(text)) {
            writer.writeObject(new PemObject(type, der));
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }
}
