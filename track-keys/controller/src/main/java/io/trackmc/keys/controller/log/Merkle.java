package io.trackmc.keys.controller.log;

import io.trackmc.keys.transport.key.Sha256;
import java.security.MessageDigest;

/** Hashes of RFC 6962 §2.1: leaf {@code SHA-256(0x00 ‖ line)}, inner node {@code SHA-256(0x01 ‖ left ‖ right)}. Not thread-safe. */
final class Merkle {

    private static final byte LEAF = 0;
    private static final byte INNER = 1;

    private final MessageDigest sha = Sha256.newDigest();

    byte[] leaf(byte[] line, int length) {
        sha.update(LEAF);
        sha.update(line, 0, length);
        return sha.digest();
    }

    byte[] inner(byte[] left, byte[] right) {
        sha.update(INNER);
        sha.update(left);
        return sha.digest(right);
    }

    byte[] plain(byte[] line, int length) {
        sha.update(line, 0, length);
        return sha.digest();
    }

    byte[] empty() {
        return sha.digest();
    }
}
