package io.trackmc.cli.fileset;

import io.trackmc.cli.file.FileDigest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Which chunks of a growing file are safely on the disk, in a small file of its own beside it. Written anew as a whole each time, and only after the chunks that it names were forced
 * there, so that it may say too little and never too much. It belongs to one name with one content: of any other, or damaged, it counts for nothing.
 *
 * <pre>
 *   u32 "TRKM" | u32 1 | identity, 32 bytes | u32 chunks | a bit for each, the lowest of each byte first | SHA-256 of all before
 * </pre>
 */
final class PartMap {

    private static final int MAGIC = 0x54524B4D;
    private static final int FORMAT = 1;
    private static final int DIGEST_BYTES = 32;
    private static final int HEADER = 2 * Integer.BYTES + DIGEST_BYTES + Integer.BYTES;

    private PartMap() {}

    /** What tells a file from all others: name, size, content, and how it is cut. */
    static byte[] identity(SetEntry entry, int chunkBytes) {
        MessageDigest digest = FileDigest.create();
        digest.update(ByteBuffer.allocate(Long.BYTES + Integer.BYTES).putLong(entry.size()).putInt(chunkBytes).flip());
        digest.update(entry.digest());
        digest.update(entry.name().getBytes(StandardCharsets.UTF_8));
        return digest.digest();
    }

    /**
     * Reads one.
     *
     * @param chunks that the file has
     * @return null when there is none of this file that is whole
     */
    static @Nullable BitSet read(Path file, byte[] identity, int chunks) throws IOException {
        int length = length(chunks);
        try {
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) != length) {
                return null;
            }
            byte[] bytes = Files.readAllBytes(file);
            return bytes.length == length ? decode(bytes, identity, chunks) : null;
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /** Puts one in the place of the one before, on the disk. */
    static void write(Path file, byte[] identity, int chunks, BitSet there) throws IOException {
        Path next = next(file);
        Files.deleteIfExists(next);
        try (FileChannel out = FileChannel.open(next, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(encode(identity, chunks, there));
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(true);
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Takes one away, with what a write that was cut off has left. */
    static void remove(Path file) throws IOException {
        Files.deleteIfExists(next(file));
        Files.deleteIfExists(file);
    }

    private static Path next(Path file) {
        return file.resolveSibling(file.getFileName() + ".new");
    }

    static byte[] encode(byte[] identity, int chunks, BitSet there) {
        byte[] bits = there.toByteArray();
        ByteBuffer out = ByteBuffer.allocate(length(chunks));
        out.putInt(MAGIC).putInt(FORMAT).put(identity).putInt(chunks).put(bits);
        byte[] all = out.array();
        int end = all.length - DIGEST_BYTES;
        System.arraycopy(digest(all, end), 0, all, end, DIGEST_BYTES);
        return all;
    }

    static @Nullable BitSet decode(byte[] bytes, byte[] identity, int chunks) {
        int end = bytes.length - DIGEST_BYTES;
        if (bytes.length != length(chunks)
                || !MessageDigest.isEqual(digest(bytes, end), Arrays.copyOfRange(bytes, end, bytes.length))) {
            return null;
        }
        ByteBuffer in = ByteBuffer.wrap(bytes, 0, end);
        boolean known = in.getInt() == MAGIC && in.getInt() == FORMAT;
        byte[] whose = new byte[DIGEST_BYTES];
        in.get(whose);
        if (!known || !Arrays.equals(whose, identity) || in.getInt() != chunks) {
            return null;
        }
        BitSet there = BitSet.valueOf(in);
        return there.length() <= chunks ? there : null;
    }

    private static byte[] digest(byte[] bytes, int length) {
        MessageDigest digest = FileDigest.create();
        digest.update(bytes, 0, length);
        return digest.digest();
    }

    private static int length(int chunks) {
        return HEADER + (chunks + Byte.SIZE - 1) / Byte.SIZE + DIGEST_BYTES;
    }
}
