package io.trackmc.net.management;

import io.trackmc.keys.transport.file.KeyFileException;
import io.trackmc.keys.transport.file.SecureFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The secret that whoever asks for metrics has to show (RFC 6750 §2.1). Comparing takes the same time wherever the first difference is. */
public final class BearerToken {

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._~+/-]{16,512}=*");
    private static final String SCHEME = "Bearer ";

    private final byte[] token;

    private BearerToken(String token) {
        this.token = token.getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * The token in a file; white space before and after it does not count.
     *
     * @param warnings told in one line when others may read the file
     * @throws KeyFileException when there is none, or one that is easily guessed
     */
    static BearerToken read(Path file, Consumer<String> warnings) {
        String text = new String(SecureFiles.read(file, warnings), StandardCharsets.ISO_8859_1).strip();
        if (!FORM.matcher(text).matches()) {
            throw new KeyFileException(
                    file + ": found no token, allowed: one of 16 to 512 letters, digits and . _ ~ + / -");
        }
        return new BearerToken(text);
    }

    /** Whether the value of an Authorization header shows it. */
    boolean isShownBy(@Nullable String authorization) {
        return authorization != null && authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                && MessageDigest.isEqual(token,
                        authorization.substring(SCHEME.length()).strip().getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Whether two are the same, or there is none of either. */
    static boolean areSame(@Nullable BearerToken one, @Nullable BearerToken other) {
        if (one == null || other == null) {
            return one == null && other == null;
        }
        return MessageDigest.isEqual(one.token, other.token);
    }

    /** What an Authorization header needs besides the scheme; for who shows it to another node. */
    String text() {
        return new String(token, StandardCharsets.US_ASCII);
    }

    /** Says nothing of the token. */
    @Override
    public String toString() {
        return "BearerToken";
    }
}
