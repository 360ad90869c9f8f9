package io.trackmc.keys.transport.key;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * SHA-256 of the JDK, which compiles to the processor's own instructions and allocates nothing; a native provider was measured
 * slower, because each call has to cross into it.
 */
public final class Sha256 {

    /** Bytes of a hash. */
    public static final int LENGTH = 32;

    private Sha256() {}

    /** A new computation. */
    public static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** A computation that goes on by itself from where another one is. */
    public static MessageDigest copyOf(MessageDigest sha) {
        try {
            return (MessageDigest) sha.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("SHA-256 of the JDK can be copied", e);
        }
    }

    /** Ends a computation and writes its 32 bytes. */
    public static void finish(MessageDigest sha, byte[] hash, int offset) {
        try {
            sha.digest(hash, offset, LENGTH);
        } catch (DigestException e) {
            throw new IllegalArgumentException("no room for a hash at " + offset + " of " + hash.length, e);
        }
    }
}
