package io.trackmc.keys.transport.file;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import io.trackmc.keys.transport.key.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A JSON object whose last field is the SHA-256 of every byte before it, so that a damaged file is told from one with wrong
 * content, and no single changed byte goes unnoticed. It finds accidents; it does not keep an attacker from writing a new sum.
 *
 * <pre>
 *   { ...                                the sum is of the bytes up to here
 *     "sha256": "64 hexadecimal digits"
 *   }
 * </pre>
 */
public final class ChecksummedJson {

    private static final String BEFORE_SUM = ",\n  \"sha256\": \"";
    private static final String AFTER_SUM = "\"\n}\n";
    private static final int SUM_DIGITS = 2 * Sha256.LENGTH;
    private static final int TAIL_LENGTH = BEFORE_SUM.length() + SUM_DIGITS + AFTER_SUM.length();

    private ChecksummedJson() {}

    /** Closes a JSON object with its sum. */
    public static byte[] write(JsonText content) {
        String head = content.unclosed();
        return (head + tail(head.getBytes(StandardCharsets.UTF_8))).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Checks the sum and parses.
     *
     * @return the object without the sum
     * @throws DamagedFileException when the bytes are not those that were written
     */
    public static ConfigObject read(String file, byte[] bytes) {
        int headLength = bytes.length - TAIL_LENGTH;
        if (headLength < 0) {
            throw new DamagedFileException(file + ": damaged: " + bytes.length + " bytes, cut short");
        }
        byte[] head = Arrays.copyOf(bytes, headLength);
        byte[] expected = tail(head).getBytes(StandardCharsets.US_ASCII);
        if (!MessageDigest.isEqual(expected, Arrays.copyOfRange(bytes, headLength, bytes.length))) {
            throw new DamagedFileException(
                    file + ": damaged or edited: it does not end with the SHA-256 of what it holds; take it again from where"
                            + " the keys were made");
        }
        return parse(file, new String(head, StandardCharsets.UTF_8) + "}");
    }

    private static ConfigObject parse(String file, String json) {
        try {
            return ConfigFactory.parseString(json, ConfigParseOptions.defaults().setSyntax(ConfigSyntax.JSON)).root();
        } catch (ConfigException e) {
            // Not the parser's own words, because they may quote a secret.
            int line = e.origin() == null ? 0 : e.origin().lineNumber();
            throw new DamagedFileException(file + (line > 0 ? ":" + line : "") + ": not JSON");
        }
    }

    private static String tail(byte[] head) {
        return BEFORE_SUM + HexFormat.of().formatHex(Sha256.newDigest().digest(head)) + AFTER_SUM;
    }
}
