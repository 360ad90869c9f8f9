package io.trackmc.keys.transport.tls;

import io.trackmc.keys.transport.file.KeyFileException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A certificate and its private key, of two files that belong together: whoever renews one of them only is told so at once and not at a handshake.
 *
 * @param chain own certificate first
 * @param privateKey of the own certificate
 */
public record KeyPairFiles(List<X509Certificate> chain, PrivateKey privateKey) {

    private static final byte[] PROBE = "which key is this".getBytes(StandardCharsets.US_ASCII);

    /** Keeps a copy of the list. */
    public KeyPairFiles {
        chain = List.copyOf(chain);
    }

    /**
     * From PEM files.
     *
     * @throws KeyFileException with the file, what was found and what is allowed; also when the key is not that of the certificate
     */
    public static KeyPairFiles read(Path certificate, Path privateKey) {
        List<X509Certificate> chain = TlsCredentials.certificates(certificate);
        PrivateKey key = TlsCredentials.privateKey(privateKey);
        if (!arePair(chain.getFirst().getPublicKey(), key)) {
            throw new KeyFileException(privateKey + ": found another key than that of the certificate in " + certificate
                    + ", allowed: the private key of that certificate");
        }
        return new KeyPairFiles(chain, key);
    }

    /** Signs with the private key; verified by {@link #verifies}. */
    public byte[] sign(byte[] message) {
        try {
            return sign(privateKey, message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a key that has signed before does not sign", e);
        }
    }

    /** Whether a signature is of the private key that belongs to a public one; false for anything that is no signature. */
    public static boolean verifies(PublicKey publicKey, byte[] message, byte[] signature) {
        try {
            Signature verifier = Signature.getInstance(algorithm(publicKey), TlsContexts.CRYPTOGRAPHY);
            verifier.initVerify(publicKey);
            verifier.update(message);
            return verifier.verify(signature);
        } catch (GeneralSecurityException _) {
            return false; // keys of two kinds, or no signature at all
        }
    }

    private static boolean arePair(PublicKey publicKey, PrivateKey privateKey) {
        try {
            return verifies(publicKey, PROBE, sign(privateKey, PROBE));
        } catch (GeneralSecurityException _) {
            return false;
        }
    }

    private static byte[] sign(PrivateKey key, byte[] message) throws GeneralSecurityException {
        Signature signature = Signature.getInstance(algorithm(key), TlsContexts.CRYPTOGRAPHY);
        signature.initSign(key);
        signature.update(message);
        return signature.sign();
    }

    private static String algorithm(Key key) {
        return switch (key.getAlgorithm()) {
            case "EC", "ECDSA" -> "SHA256withECDSA";
            case "RSA" -> "SHA256withRSA";
            default -> key.getAlgorithm();
        };
    }

    /** Says what it is and nothing of the key. */
    @Override
    public String toString() {
        return "KeyPairFiles(" + chain.getFirst().getSubjectX500Principal().getName() + ")";
    }
}
