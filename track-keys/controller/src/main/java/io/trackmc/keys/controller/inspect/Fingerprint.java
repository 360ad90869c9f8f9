package io.trackmc.keys.controller.inspect;

import io.trackmc.keys.transport.key.Hkdf;
import io.trackmc.keys.transport.key.Secret;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * 8 bytes derived from a secret by HKDF under a label that nothing else uses: two files can be compared for holding the same key, and
 * nothing is learnt about the key or about anything else derived from it.
 */
final class Fingerprint {

    private static final int LENGTH = 8;
    private static final String LABEL = "TK1 fingerprint ";

    private Fingerprint() {}

    /** {@code Expand(secret, "TK1 fingerprint " ‖ name of the type, 8)} in hexadecimal. */
    static String of(Secret secret) {
        byte[] info = (LABEL + secret.getClass().getSimpleName()).getBytes(StandardCharsets.US_ASCII);
        byte[] out = new byte[LENGTH];
        new Hkdf().expand(secret, info, info.length, out);
        return HexFormat.of().formatHex(out);
    }
}
