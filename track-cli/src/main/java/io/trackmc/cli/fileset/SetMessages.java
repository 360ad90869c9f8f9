package io.trackmc.cli.fileset;

import io.trackmc.cli.file.FileTransferException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Bytes of the messages that carry a set of files, beside those of one file in {@code io.trackmc.cli.file}. All integers are big-endian.
 *
 * <pre>
 *   set       u8 4 | u8 format, 1 | u32 bytes of a chunk | u32 pass, from 1 | u32 entries | u64 bytes of all files | SHA-256 of all entries
 *   entries   u8 5 | u32 number of the first of them, from 0 | entries, to the end of the message
 *   chunk     u8 6 | u32 number of the file's entry | u64 offset | bytes, to the end of the message
 *   pass end  u8 7 | u32 pass
 *
 *   entry     u8 1 for a file, 2 for a directory | u16 permission bits, 65535: unknown | u64 milliseconds since 1970 | u16 length of the name | name
 *             and of a file  u64 size | SHA-256 of its bytes
 * </pre>
 *
 * <p>What is read is bounded by the message that it is in: a number that was announced sizes nothing.
 */
final class SetMessages {

    static final byte SET = 4;
    static final byte ENTRIES = 5;
    static final byte CHUNK = 6;
    static final byte PASS_END = 7;

    /** Bytes of a file in one message when this program sends. */
    static final int CHUNK_BYTES = 1 << 16;

    /** Lengths of chunks that are taken. */
    static final int LEAST_CHUNK_BYTES = 1 << 10;
    static final int MOST_CHUNK_BYTES = 1 << 20;

    /** Most entries of a set. */
    static final int MAX_ENTRIES = 200_000;

    /** Most bytes of all entries of a set together, as they are sent. */
    static final int MAX_ENTRY_BYTES = 64 << 20;

    /** Most chunks of a file: 16 TiB in chunks of 64 KiB. */
    static final long MAX_FILE_CHUNKS = 1L << 28;

    static final int CHUNK_HEADER = 1 + Integer.BYTES + Long.BYTES;
    static final int ENTRIES_HEADER = 1 + Integer.BYTES;

    private static final byte FORMAT = 1;
    private static final int DIGEST_BYTES = 32;
    private static final int SET_LENGTH = 2 + 3 * Integer.BYTES + Long.BYTES + DIGEST_BYTES;
    private static final int PASS_END_LENGTH = 1 + Integer.BYTES;
    private static final byte FILE = 1;
    private static final byte DIRECTORY = 2;
    private static final int ENTRY_LENGTH = 1 + Short.BYTES + Long.BYTES + Short.BYTES;
    private static final int FILE_LENGTH = Long.BYTES + DIGEST_BYTES;
    private static final int U16 = 0xFFFF;

    /**
     * What a set is, as it is announced.
     *
     * @param chunkBytes bytes of each chunk but the last of a file
     * @param pass number of the pass that begins or goes on, from 1
     * @param entries files and directories
     * @param bytes of all files
     * @param sha256 digest of all entries, in lower-case hexadecimal digits
     */
    record Announced(int chunkBytes, int pass, int entries, long bytes, String sha256) {

        /** Whether another announcement is of the same set, in whatever pass. */
        boolean isSameSet(Announced other) {
            return chunkBytes == other.chunkBytes && entries == other.entries && bytes == other.bytes
                    && sha256.equals(other.sha256);
        }
    }

    private SetMessages() {}

    /** Kind of a message, 0 for an empty one. */
    static int kind(byte[] bytes, int offset, int length) {
        return length == 0 ? 0 : bytes[offset];
    }

    static byte[] set(Announced set) {
        return ByteBuffer.allocate(SET_LENGTH).put(SET).put(FORMAT).putInt(set.chunkBytes()).putInt(set.pass())
                .putInt(set.entries()).putLong(set.bytes()).put(HexFormat.of().parseHex(set.sha256())).array();
    }

    /**
     * Reads one.
     *
     * @throws FileTransferException when it is none that this program can take
     */
    static Announced set(byte[] bytes, int offset, int length) throws FileTransferException {
        if (length < 2 || bytes[offset + 1] != FORMAT) {
            throw new FileTransferException("the sender announces a set of files of another format; this program takes "
                    + FORMAT);
        }
        if (length != SET_LENGTH) {
            throw foreign();
        }
        ByteBuffer in = ByteBuffer.wrap(bytes, offset + 2, length - 2);
        Announced set = new Announced(in.getInt(), in.getInt(), in.getInt(), in.getLong(), digest(in));
        boolean fits = set.chunkBytes >= LEAST_CHUNK_BYTES && set.chunkBytes <= MOST_CHUNK_BYTES && set.pass >= 1
                && set.entries >= 0 && set.bytes >= 0;
        if (!fits) {
            throw foreign();
        }
        if (set.entries > MAX_ENTRIES) {
            throw new FileTransferException("the sender announces " + set.entries
                    + " files and directories; this program takes " + MAX_ENTRIES + " in a set");
        }
        return set;
    }

    /** One entry; joined, they are what {@link Announced#sha256} is the digest of. */
    static byte[] entry(SetEntry entry) {
        byte[] name = entry.name().getBytes(StandardCharsets.UTF_8);
        ByteBuffer out = ByteBuffer.allocate(ENTRY_LENGTH + name.length + (entry.directory() ? 0 : FILE_LENGTH));
        out.put(entry.directory() ? DIRECTORY : FILE).putShort((short) entry.mode()).putLong(entry.modifiedMs())
                .putShort((short) name.length).put(name);
        if (!entry.directory()) {
            out.putLong(entry.size()).put(entry.digest());
        }
        return out.array();
    }

    /** Header of a message of entries. */
    static byte[] entriesHeader(int first) {
        return ByteBuffer.allocate(ENTRIES_HEADER).put(ENTRIES).putInt(first).array();
    }

    static int firstEntry(byte[] bytes, int offset, int length) throws FileTransferException {
        if (length < ENTRIES_HEADER) {
            throw foreign();
        }
        return ByteBuffer.wrap(bytes, offset + 1, Integer.BYTES).getInt();
    }

    /**
     * Entries of a message.
     *
     * @param chunkBytes of the set
     * @throws FileTransferException when there is anything else in it
     */
    static List<SetEntry> entries(byte[] bytes, int offset, int length, int chunkBytes) throws FileTransferException {
        ByteBuffer in = ByteBuffer.wrap(bytes, offset + ENTRIES_HEADER, length - ENTRIES_HEADER);
        List<SetEntry> entries = new ArrayList<>();
        while (in.hasRemaining()) {
            entries.add(entry(in, chunkBytes));
        }
        return entries;
    }

    private static SetEntry entry(ByteBuffer in, int chunkBytes) throws FileTransferException {
        require(in.remaining() >= ENTRY_LENGTH);
        byte kind = in.get();
        require(kind == FILE || kind == DIRECTORY);
        int mode = in.getShort() & U16;
        require(mode <= SetEntry.MODE_BITS || mode == SetEntry.NO_MODE);
        long modified = in.getLong();
        require(modified >= -SetEntry.MOST_MODIFIED_MS && modified <= SetEntry.MOST_MODIFIED_MS);
        int length = in.getShort() & U16;
        require(length >= 1 && length <= EntryName.MAX_BYTES && in.remaining() >= length);
        String name = EntryName.decode(in.slice(in.position(), length));
        in.position(in.position() + length);
        if (name == null) {
            throw new FileTransferException("the sender announces a name that is no UTF-8");
        }
        if (kind == DIRECTORY) {
            return SetEntry.directory(name, mode, modified);
        }
        require(in.remaining() >= FILE_LENGTH);
        long size = in.getLong();
        require(size >= 0 && size / chunkBytes < MAX_FILE_CHUNKS);
        return SetEntry.file(name, size, mode, modified, digest(in));
    }

    /** Writes the header of a chunk; the bytes of the file follow at {@link #CHUNK_HEADER}. */
    static void chunkHeader(byte[] message, int entry, long offset) {
        ByteBuffer.wrap(message).put(CHUNK).putInt(entry).putLong(offset);
    }

    static int chunkEntry(byte[] bytes, int offset, int length) throws FileTransferException {
        require(length > CHUNK_HEADER);
        return ByteBuffer.wrap(bytes, offset + 1, Integer.BYTES).getInt();
    }

    static long chunkOffset(byte[] bytes, int offset) {
        return ByteBuffer.wrap(bytes, offset + 1 + Integer.BYTES, Long.BYTES).getLong();
    }

    static byte[] passEnd(int pass) {
        return ByteBuffer.allocate(PASS_END_LENGTH).put(PASS_END).putInt(pass).array();
    }

    static int endedPass(byte[] bytes, int offset, int length) throws FileTransferException {
        require(length == PASS_END_LENGTH);
        return ByteBuffer.wrap(bytes, offset + 1, Integer.BYTES).getInt();
    }

    static FileTransferException foreign() {
        return new FileTransferException("a message that belongs to no set of files");
    }

    private static void require(boolean holds) throws FileTransferException {
        if (!holds) {
            throw foreign();
        }
    }

    private static String digest(ByteBuffer in) {
        byte[] digest = new byte[DIGEST_BYTES];
        in.get(digest);
        return HexFormat.of().formatHex(digest);
    }
}
