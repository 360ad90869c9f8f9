package io.trackmc.cli.fileset;

import java.util.HexFormat;

/**
 * One file or directory of a set, as it is announced.
 *
 * @param directory whether it is a directory; else a file
 * @param name relative, with slashes
 * @param size bytes of a file, 0 of a directory
 * @param mode the nine permission bits, or {@link #NO_MODE} where the sender's system has none
 * @param modifiedMs when its content was changed last, in milliseconds since 1970
 * @param sha256 digest of a file's bytes in lower-case hexadecimal digits, empty of a directory
 */
public record SetEntry(boolean directory, String name, long size, int mode, long modifiedMs, String sha256) {

    /** The sender's system knows no permission bits. */
    public static final int NO_MODE = 0xFFFF;

    /** Times are within some thousand years of 1970, on either side. */
    static final long MOST_MODIFIED_MS = 1L << 47;

    /** The permission bits that exist. */
    static final int MODE_BITS = 0777;

    /** A directory. */
    public static SetEntry directory(String name, int mode, long modifiedMs) {
        return new SetEntry(true, name, 0, mode, modifiedMs, "");
    }

    /** A file. */
    public static SetEntry file(String name, long size, int mode, long modifiedMs, String sha256) {
        return new SetEntry(false, name, size, mode, modifiedMs, sha256);
    }

    /** Pieces that a file is cut into. */
    int chunks(int chunkBytes) {
        return Math.toIntExact((size + chunkBytes - 1) / chunkBytes);
    }

    byte[] digest() {
        return HexFormat.of().parseHex(sha256);
    }
}
