package io.trackmc.keys.controller.policy;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import io.trackmc.keys.controller.pki.KeyPair;
import io.trackmc.keys.controller.pki.VerificationKey;
import io.trackmc.keys.transport.file.JsonText;
import io.trackmc.keys.transport.file.StrictObject;
import io.trackmc.keys.transport.key.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A policy token as bytes that its owner signed: a JSON object whose last field is the signature of every byte before it.
 *
 * <pre>
 *   { ...                              signed: Ed25519( "TK1 policy token" ‖ the bytes up to here )
 *     "signature": "128 hexadecimal digits"
 *   }
 * </pre>
 */
public final class SignedPolicy {

    /** Longest token. */
    public static final int MAX_BYTES = 1 << 20;

    private static final byte[] LABEL = "TK1 policy token".getBytes(StandardCharsets.US_ASCII);
    private static final String BEFORE_SIGNATURE = ",\n  \"signature\": \"";
    private static final String AFTER_SIGNATURE = "\"\n}\n";
    private static final int SIGNATURE_DIGITS = 128;
    private static final int TAIL_LENGTH = BEFORE_SIGNATURE.length() + SIGNATURE_DIGITS + AFTER_SIGNATURE.length();

    private final PolicyToken token;
    private final byte[] bytes;

    private SignedPolicy(PolicyToken token, byte[] bytes) {
        this.token = token;
        this.bytes = bytes;
    }

    /** Signs a token. */
    public static SignedPolicy sign(PolicyToken token, KeyPair owner) {
        JsonText text = PolicyFields.write(token);
        byte[] head = text.unclosed().getBytes(StandardCharsets.UTF_8);
        String signature = HexFormat.of().formatHex(owner.sign(signed(head)));
        return new SignedPolicy(token, (text.unclosed() + BEFORE_SIGNATURE + signature + AFTER_SIGNATURE)
                .getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Reads a token.
     *
     * @param file for messages
     * @param owner whose it must be
     * @throws PolicyException when it is not the owner's, or asks for what there is not
     */
    public static SignedPolicy read(String file, byte[] bytes, VerificationKey owner) {
        int length = bytes.length - TAIL_LENGTH;
        if (length < 0 || bytes.length > MAX_BYTES) {
            throw new PolicyException(file + ": found " + bytes.length + " bytes, allowed: a policy token");
        }
        byte[] head = Arrays.copyOf(bytes, length);
        String tail = new String(bytes, length, TAIL_LENGTH, StandardCharsets.ISO_8859_1);
        String signature = tail.substring(BEFORE_SIGNATURE.length(), BEFORE_SIGNATURE.length() + SIGNATURE_DIGITS);
        if (!tail.equals(BEFORE_SIGNATURE + signature + AFTER_SIGNATURE) || !signature.matches("[0-9a-f]+")
                || !owner.verifies(signed(head), HexFormat.of().parseHex(signature))) {
            throw new PolicyException(file + ": not signed by the owner of the group");
        }
        StrictObject object = new StrictObject(file, parse(file, new String(head, StandardCharsets.UTF_8) + "}"),
                PolicyException::new);
        return new SignedPolicy(PolicyFields.read(object), bytes.clone());
    }

    /** What it says. */
    public PolicyToken token() {
        return token;
    }

    /** Its bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** tokenHash: SHA-256 of its bytes. */
    public byte[] hash() {
        return Sha256.newDigest().digest(bytes);
    }

    private static byte[] signed(byte[] head) {
        return ByteBuffer.allocate(LABEL.length + head.length).put(LABEL).put(head).array();
    }

    private static ConfigObject parse(String file, String json) {
        try {
            return ConfigFactory.parseString(json, ConfigParseOptions.defaults().setSyntax(ConfigSyntax.JSON)).root();
        } catch (ConfigException _) {
            throw new PolicyException(file + ": signed by the owner, but not JSON");
        }
    }
}
