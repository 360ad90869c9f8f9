package io.trackmc.keys.controller.deploy;

import io.trackmc.keys.controller.pki.KeyPair;
import io.trackmc.keys.controller.pki.VerificationKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The last line of a plan: the signature of the group's owner under the SHA-256 of all lines before. A plan only ever grows, and its first line names the
 * content authority's key, so an earlier plan, or that of another group, is refused without a number of its own in it.
 */
final class PlanSignature {

    private static final byte[] LABEL = "TK1 group plan".getBytes(StandardCharsets.US_ASCII);
    private static final Pattern LINE = Pattern.compile("\\{\"signature\":\"([0-9a-f]{128})\"}");

    private PlanSignature() {}

    /** The line, with its line feed. */
    static byte[] line(KeyPair owner, byte[] sha256) {
        return ("{\"signature\":\"" + HexFormat.of().formatHex(owner.sign(signed(sha256))) + "\"}\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** Whether a line without its line feed is meant as one. */
    static boolean isOne(String line) {
        return LINE.matcher(line).matches();
    }

    /**
     * Whether the owner has signed.
     *
     * @param line without its line feed
     */
    static boolean verifies(VerificationKey owner, byte[] sha256, String line) {
        Matcher matcher = LINE.matcher(line);
        return matcher.matches() && owner.verifies(signed(sha256), HexFormat.of().parseHex(matcher.group(1)));
    }

    private static byte[] signed(byte[] sha256) {
        return ByteBuffer.allocate(LABEL.length + sha256.length).put(LABEL).put(sha256).array();
    }
}
