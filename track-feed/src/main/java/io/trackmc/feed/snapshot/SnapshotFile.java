package io.trackmc.feed.snapshot;

import io.trackmc.feed.book.Books;
import io.trackmc.feed.book.BooksImage;
import io.trackmc.feed.mold.SessionName;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A snapshot in a file: the word {@code TRKSNAP1}, the session as Java's modified UTF-8, the sequence, the {@linkplain BooksImage books}, and the books' digest, by
 * which a reader knows that it has all of them. Written beside the file and moved over it, so that a reader never sees half of one.
 */
public final class SnapshotFile {

    private static final long MAGIC = ByteBuffer.wrap(new byte[] {'T', 'R', 'K', 'S', 'N', 'A', 'P', '1'}).getLong();

    private SnapshotFile() {}

    /** Writes it, in place of one that is there. */
    public static void write(Snapshot snapshot, Path file) throws IOException {
        Path parent = file.toAbsolutePath().getParent();
        Path fresh = Files.createTempFile(parent, ".snapshot-", ".part");
        try {
            try (DataOutputStream out = new DataOutputStream(
                    new BufferedOutputStream(Files.newOutputStream(fresh)))) {
                out.writeLong(MAGIC);
                out.writeUTF(snapshot.session().text());
                out.writeLong(snapshot.sequence());
                BooksImage.write(snapshot.books(), out);
                out.write(HexFormat.of().parseHex(snapshot.books().digest()));
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    /**
     * Reads it.
     *
     * @throws IOException when it cannot be read, or is no snapshot
     */
    public static Snapshot read(Path file) throws IOException {
        return read(file, SnapshotFile::readAll);
    }

    private interface Part<T> {
        T read(DataInputStream in) throws IOException;
    }

    private static <T> T read(Path file, Part<T> part) throws IOException {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            return part.read(in);
        } catch (EOFException e) {
            throw new IOException(file + " is no snapshot: it ends too early", e);
        } catch (IllegalArgumentException e) {
            throw new IOException(file + " is no snapshot: " + e.getMessage(), e);
        }
    }

    /**
     * What a snapshot is of.
     *
     * @param session of the feed
     * @param sequence last message that is in it
     */
    record Head(SessionName session, long sequence) {}

    /** Reads its first bytes only; the rest may be damaged all the same. */
    static Head readHead(Path file) throws IOException {
        return read(file, SnapshotFile::readHead);
    }

    private static Head readHead(DataInputStream in) throws IOException {
        check(in.readLong() == MAGIC, "it does not begin as one");
        SessionName session = new SessionName(in.readUTF());
        long sequence = in.readLong();
        check(sequence >= 0, "sequence " + sequence);
        return new Head(session, sequence);
    }

    private static Snapshot readAll(DataInputStream in) throws IOException {
        Head head = readHead(in);
        Books books = BooksImage.read(in, Books.DEFAULT_MAX_ORDERS);
        byte[] digest = HexFormat.of().parseHex(books.digest());
        check(Arrays.equals(in.readNBytes(digest.length), digest), "its digest is that of other books");
        check(in.read() < 0, "something follows");
        return new Snapshot(head.session(), head.sequence(), books);
    }

    private static void check(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
