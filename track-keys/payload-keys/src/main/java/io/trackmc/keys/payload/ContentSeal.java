package io.trackmc.keys.payload;

import io.trackmc.proto.protect.KeyLayer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.hpke.HPKE;
import org.bouncycastle.crypto.hpke.HPKEContext;
import org.bouncycastle.crypto.hpke.HPKEContextWithEncapsulation;

/**
 * Seals the content keys of one member to it and to nobody else, whoever carries them: HPKE (RFC 9180) in base mode with
 * DHKEM(X25519, HKDF-SHA-256), HKDF-SHA-256 and AES-256-GCM.
 *
 * <pre>
 *   info   = "TK1 content join" ‖ u8 layer ‖ u64 gid ‖ u32 node ‖ SHA-256(certificate) ‖ role, as a dotted decimal in ASCII
 *   sealed = encapsulated key (32 bytes) ‖ ciphertext and tag
 * </pre>
 *
 * <p>The member makes a key pair for each time it joins, so what was recorded is of no use to who steals its long-term key later. It
 * knows for which group and certificate it asked: an answer for another does not open. Who sealed is not shown by this but by the connection
 * over which it came, to the authority whose key is pinned.
 */
public final class ContentSeal {

    /** Bytes of a public key, and of what it encapsulates. */
    public static final int KEY_BYTES = 32;

    private static final byte[] LABEL = "TK1 content join".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NO_AAD = {};

    private ContentSeal() {}

    /**
     * For whom something is sealed.
     *
     * @param gid group id
     * @param node its node id
     * @param certificateSha256 of its certificate, hexadecimal digits
     * @param roleOid of its certificate
     */
    public record Recipient(long gid, int node, String certificateSha256, String roleOid) {

        private byte[] info() {
            byte[] certificate = HexFormat.of().parseHex(certificateSha256);
            byte[] role = roleOid.getBytes(StandardCharsets.US_ASCII);
            return ByteBuffer.allocate(LABEL.length + 1 + Long.BYTES + Integer.BYTES + certificate.length + role.length)
                    .put(LABEL).put((byte) KeyLayer.CONTENT.code()).putLong(gid).putInt(node).put(certificate).put(role)
                    .array();
        }
    }

    /** The key pair of a member for one time of joining. */
    public static final class OpeningKey {

        private final AsymmetricCipherKeyPair pair;
        private final byte[] publicKey;

        private OpeningKey() {
            HPKE suite = suite();
            pair = suite.generatePrivateKey();
            publicKey = suite.serializePublicKey(pair.getPublic());
        }

        /** A new one. */
        public static OpeningKey generate() {
            return new OpeningKey();
        }

        /** What goes to the authority. */
        public byte[] publicKey() {
            return publicKey.clone();
        }

        /**
         * Opens what was sealed to this key.
         *
         * @throws IllegalArgumentException when it was not, or for another recipient
         */
        public byte[] open(Recipient recipient, byte[] sealed) {
            if (sealed.length < KEY_BYTES) {
                throw new IllegalArgumentException("too short to be sealed content keys");
            }
            try {
                HPKEContext context = suite().setupBaseR(Arrays.copyOf(sealed, KEY_BYTES), pair, recipient.info());
                return context.open(NO_AAD, sealed, KEY_BYTES, sealed.length - KEY_BYTES);
            } catch (InvalidCipherTextException | RuntimeException e) {
                throw new IllegalArgumentException("content keys that were not sealed to this node", e);
            }
        }

        /** Says what it is and nothing of the key. */
        @Override
        public String toString() {
            return "OpeningKey(hidden)";
        }
    }

    /**
     * Seals.
     *
     * @param publicKey of the recipient
     * @throws IllegalArgumentException when it is no X25519 public key
     */
    public static byte[] seal(Recipient recipient, byte[] publicKey, byte[] content) {
        try {
            HPKE suite = suite();
            HPKEContextWithEncapsulation context = suite.setupBaseS(suite.deserializePublicKey(publicKey),
                    recipient.info());
            byte[] encapsulated = context.getEncapsulation();
            byte[] ciphertext = context.seal(NO_AAD, content);
            return ByteBuffer.allocate(encapsulated.length + ciphertext.length).put(encapsulated).put(ciphertext)
                    .array();
        } catch (InvalidCipherTextException | RuntimeException e) {
            throw new IllegalArgumentException("not a public key that content keys can be sealed to", e);
        }
    }

    private static HPKE suite() {
        return new HPKE(HPKE.mode_base, HPKE.kem_X25519_SHA256, HPKE.kdf_HKDF_SHA256, HPKE.aead_AES_GCM256);
    }
}
