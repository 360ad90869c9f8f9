package io.trackmc.keys.controller.pki;

import io.trackmc.keys.controller.DeploymentException;
import io.trackmc.keys.transport.key.Sha256;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.PrivateKeyInfoFactory;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;
import org.bouncycastle.util.io.pem.PemWriter;
import org.jspecify.annotations.Nullable;

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

    /**
     * Reads a private key.
     *
     * @param file for the message
     * @param pem PKCS#8 in PEM, unencrypted
     * @throws DeploymentException when it is not an Ed25519 key; nothing of it is told
     */
    public static KeyPair read(String file, byte[] pem) {
        try (PemReader reader = new PemReader(new StringReader(new String(pem, StandardCharsets.US_ASCII)))) {
            @Nullable PemObject object = reader.readPemObject();
            if (object != null
                    && PrivateKeyFactory.createKey(object.getContent()) instanceof Ed25519PrivateKeyParameters key) {
                return new KeyPair(key);
            }
        } catch (IOException | RuntimeException _) {
            // The cause may quote the key.
        }
        throw new DeploymentException(
                file + ": found no key that can be read, allowed: an Ed25519 private key, PKCS#8 in PEM");
    }

    /** Signs a message; whoever calls puts a label before it that nothing else has. */
    public byte[] sign(byte[] message) {
        Ed25519Signer signer = new Ed25519Signer();
        signer.init(true, privateKey);
        signer.update(message, 0, message.length);
        return signer.generateSignature();
    }

    /** The public half. */
    public VerificationKey verificationKey() {
        return new VerificationKey(privateKey.generatePublicKey().getEncoded());
    }

    /** SHA-256 of the SubjectPublicKeyInfo, 64 hexadecimal digits. */
    public String keySha256() {
        try {
            return HexFormat.of().formatHex(Sha256.newDigest().digest(publicKey().getEncoded()));
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

    static byte[] pem(String type, byte[] der) {
        StringWriter text = new StringWriter();
        try (PemWriter writer = new PemWriter(text)) {
            writer.writeObject(new PemObject(type, der));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }
}
