package io.trackmc.cli.fileset;

import io.trackmc.cli.file.FileDigest;
import io.trackmc.cli.file.WriteBehind;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.Set;

/**
 * A file of a set while it grows, chunk by chunk in any order, beside a {@link PartMap} of what is safely there. Who is killed and comes again goes on from the map: what was written after
 * it is asked for again by not being in it. One thread writes; a step of {@link WriteBehind} reads what is there.
 *
 * <p>Its digest is computed while chunks come in order; what came otherwise is read again at the end.
 */
final class PartFile implements Closeable {

    private static final Set<OpenOption> OPTIONS = Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ,
            StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    private static final String PART = ".part";
    private static final String MAP = ".map";
    private static final int KEY_BYTES = 16;
    private static final long STEP_NS = 1_000_000_000L;
    private static final int READ_BYTES = 1 << 16;

    private final SetEntry entry;
    private final int chunkBytes;
    private final int chunks;
    private final byte[] identity;
    private final Path file;
    private final Path map;
    private final FileChannel channel;
    private final BitSet there;
    private final long resumed;
    private final WriteBehind disk = new WriteBehind(this::checkpoint);
    private final MessageDigest digest = FileDigest.create();
    private long digested;
    private int left;
    private long lastStepNs;
    private boolean written;

    private PartFile(Path directory, SetEntry entry, int chunkBytes, long nowNs) throws IOException {
        this.entry = entry;
        this.chunkBytes = chunkBytes;
        this.chunks = entry.chunks(chunkBytes);
        this.identity = PartMap.identity(entry, chunkBytes);
        this.file = directory.resolve(key(identity) + PART);
        this.map = directory.resolve(key(identity) + MAP);
        this.there = known();
        this.channel = open();
        this.left = chunks - there.cardinality();
        this.resumed = bytesThere();
        this.lastStepNs = nowNs;
    }

    /** One that was complete, and was given its bits just before the end of the program, may not be writable any more. */
    private FileChannel open() throws IOException {
        try {
            return FileChannel.open(file, OPTIONS, UsualModes.ownersFile(file));
        } catch (AccessDeniedException e) {
            there.clear();
            PartMap.remove(map);
            Files.deleteIfExists(file);
            return FileChannel.open(file, OPTIONS, UsualModes.ownersFile(file));
        }
    }

    /**
     * Begins one, or goes on with one that is there.
     *
     * @param directory for growing files
     */
    static PartFile open(Path directory, SetEntry entry, int chunkBytes, long nowNs) throws IOException {
        return new PartFile(directory, entry, chunkBytes, nowNs);
    }

    /** What the map says, if the file is there that it is of. */
    private BitSet known() throws IOException {
        BitSet read = Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) ? PartMap.read(map, identity, chunks) : null;
        if (read == null) {
            PartMap.remove(map);
            Files.deleteIfExists(file);
            return new BitSet();
        }
        return read;
    }

    /** Bytes that were there when it was opened. */
    long resumedBytes() {
        return resumed;
    }

    /** Bytes that are there now. */
    long bytesThere() {
        long bytes = (long) (chunks - left) * chunkBytes;
        return chunks > 0 && there.get(chunks - 1) ? bytes - (long) chunks * chunkBytes + entry.size() : bytes;
    }

    /** Whether a chunk has the place and the length of one of a file. */
    static boolean fits(SetEntry entry, int chunkBytes, long offset, int length) {
        return offset >= 0 && offset < entry.size() && offset % chunkBytes == 0
                && length == Math.min(chunkBytes, entry.size() - offset);
    }

    /** Whether a run before left something of a file. */
    static boolean isBegun(Path directory, SetEntry entry, int chunkBytes) {
        String key = key(PartMap.identity(entry, chunkBytes));
        return Files.exists(directory.resolve(key + MAP), LinkOption.NOFOLLOW_LINKS);
    }

    /** Takes away what a run before left of a file. */
    static void remove(Path directory, SetEntry entry, int chunkBytes) throws IOException {
        String key = key(PartMap.identity(entry, chunkBytes));
        PartMap.remove(directory.resolve(key + MAP));
        Files.deleteIfExists(directory.resolve(key + PART));
    }

    private static String key(byte[] identity) {
        return HexFormat.of().formatHex(identity, 0, KEY_BYTES);
    }

    /**
     * Writes a chunk that {@linkplain #fits}.
     *
     * @return whether it was missing
     */
    boolean write(long offset, byte[] bytes, int from, int length, long nowNs) throws IOException {
        int chunk = (int) (offset / chunkBytes);
        synchronized (there) {
            if (there.get(chunk)) {
                return false;
            }
        }
        ByteBuffer out = ByteBuffer.wrap(bytes, from, length);
        while (out.hasRemaining()) {
            channel.write(out, offset + out.position() - from);
        }
        written = true;
        if (offset == digested) {
            digest.update(bytes, from, length);
            digested += length;
        }
        synchronized (there) {
            there.set(chunk);
        }
        left--;
        disk.wrote(length);
        if (nowNs - lastStepNs >= STEP_NS) {
            lastStepNs = nowNs;
            disk.begin();
        }
        return true;
    }

    /** Chunks that are missing. */
    int missing() {
        return left;
    }

    /** With all chunks there: whether they are those that were announced. */
    boolean isRight() throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(READ_BYTES);
        while (digested < entry.size()) {
            buffer.clear().limit((int) Math.min(READ_BYTES, entry.size() - digested));
            int read = channel.read(buffer, digested);
            if (read < 0) {
                return false;
            }
            digest.update(buffer.flip());
            digested += read;
        }
        return channel.size() == entry.size() && FileDigest.hex(digest.digest()).equals(entry.sha256());
    }

    /** Where it is. */
    Path path() {
        return file;
    }

    /** Nothing writes to it any more but who calls its methods. */
    void awaitSteps() {
        disk.join();
    }

    /** It is right: everything is forced to the disk, attributes that were set included. */
    void finish() throws IOException {
        disk.finish(() -> channel.force(true));
        channel.close();
    }

    /** It has another name now. */
    void forget() throws IOException {
        PartMap.remove(map);
    }

    /** Nothing is left of it. */
    void discard() throws IOException {
        channel.close();
        disk.join();
        PartMap.remove(map);
        Files.deleteIfExists(file);
    }

    /** Keeps what is there, for another pass or another run. */
    @Override
    public void close() throws IOException {
        channel.close();
        if (written) {
            disk.last();
        }
        if (left == chunks) {
            PartMap.remove(map);
            Files.deleteIfExists(file);
        }
    }

    /** What is in the map was forced before; a complete file needs none. */
    private void checkpoint() throws IOException {
        BitSet forced;
        synchronized (there) {
            forced = (BitSet) there.clone();
        }
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
            out.force(true);
        }
        if (forced.cardinality() < chunks) {
            PartMap.write(map, identity, chunks, forced);
        }
    }
}
