package io.trackmc.keys.controller.authority;

import io.trackmc.keys.transport.file.KeyFileException;
import io.trackmc.keys.transport.file.SecureFiles;
import io.trackmc.keys.transport.key.Sha256;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The changes of an authority's keys since its state was last written whole: the point at which each of them has happened. A file of mode
 * 0600 that can only grow until it is begun anew.
 *
 * <pre>
 *   { u32 length ‖ change ‖ SHA-256(change) }*
 * </pre>
 *
 * <p>Half a record at the end is what a crash leaves of a change that had not happened; it is cut off. All other damage is refused. Not
 * thread-safe.
 */
final class ChangeJournal implements AutoCloseable {

    /** Its name in the authority's directory. */
    static final String NAME = "changes.journal";

    /** Longest record: as many members come at once as a rekey has room for chunks, with the most parents that a node can have. */
    private static final int MAX_RECORD = 64 << 20;

    private static final int ZEROS = 1 << 16;

    private final Path file;
    private FileChannel channel;

    private ChangeJournal(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Opens it, or begins one.
     *
     * @param history takes every change that is there, oldest first
     * @param notices told in one line when half a record was cut off
     * @throws KeyFileException when it cannot be read, or is not what was written
     */
    static ChangeJournal open(Path file, Consumer<Change> history, Consumer<String> notices) {
        try {
            if (Files.notExists(file)) {
                SecureFiles.write(file, new byte[0]);
            }
            long whole = SecureFiles.read(file, notices, (in, length) -> readAll(file, in, length, history));
            FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
            try {
                if (channel.size() > whole) {
                    notices.accept(file + ": half a change of " + (channel.size() - whole)
                            + " bytes, as a crash leaves it, was cut off; it had been told to nobody");
                    channel.truncate(whole);
                    channel.force(true);
                }
                channel.position(whole);
                return new ChangeJournal(file, channel);
            } catch (IOException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw unusable(file, e);
        }
    }

    /** Adds a change; it has happened when this returns. */
    void append(Change change) {
        byte[] content = change.encode();
        ByteBuffer record = ByteBuffer.allocate(Integer.BYTES + content.length + Sha256.LENGTH).putInt(content.length)
                .put(content).put(Sha256.newDigest().digest(content)).flip();
        try {
            while (record.hasRemaining()) {
                channel.write(record);
            }
            channel.force(true);
        } catch (IOException e) {
            throw unusable(file, e);
        } finally {
            Arrays.fill(content, (byte) 0);
            Arrays.fill(record.array(), (byte) 0);
        }
    }

    /** Bytes so far. */
    long length() {
        try {
            return channel.size();
        } catch (IOException e) {
            throw unusable(file, e);
        }
    }

    /** Forgets all changes, which the state on the disk holds now, and overwrites their seeds. */
    void beginAnew() {
        try (FileChannel old = channel) {
            SecureFiles.write(file, new byte[0]);
            channel = FileChannel.open(file, StandardOpenOption.WRITE);
            ByteBuffer zeros = ByteBuffer.allocate(ZEROS);
            for (long at = 0; at < old.size();) {
                zeros.clear().limit((int) Math.min(ZEROS, old.size() - at));
                at += old.write(zeros, at);
            }
            old.force(true);
        } catch (IOException e) {
            throw unusable(file, e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw unusable(file, e);
        }
    }

    /** Returns where the last whole record ends. */
    private static long readAll(Path file, InputStream from, long length, Consumer<Change> history)
            throws IOException {
        DataInputStream in = new DataInputStream(from);
        long at = 0;
        while (true) {
            byte[] content = next(file, in, length - at, at);
            if (content == null) {
                return at;
            }
            at += Integer.BYTES + content.length + Sha256.LENGTH;
            try {
                history.accept(Change.decode(new DataInputStream(new ByteArrayInputStream(content)), content.length));
            } catch (IOException | IllegalArgumentException e) {
                throw new KeyFileException(file + ": damaged before byte " + at + ": " + e.getMessage(), e);
            } finally {
                Arrays.fill(content, (byte) 0);
            }
        }
    }

    /** The next record; null when there is none, or only what a crash leaves: a part of one, or zeros that were never written over. */
    private static byte @Nullable [] next(Path file, DataInputStream in, long left, long at) throws IOException {
        if (left < Integer.BYTES) {
            return null;
        }
        int length = in.readInt();
        if (length == 0 && isZero(in, left - Integer.BYTES)) {
            return null;
        }
        if (length <= 0 || length > MAX_RECORD) {
            throw new KeyFileException(file + ": damaged at byte " + at + ": a record of " + length + " bytes");
        }
        if (left - Integer.BYTES < (long) length + Sha256.LENGTH) {
            return null;
        }
        byte[] content = in.readNBytes(length);
        MessageDigest sha = Sha256.newDigest();
        if (!MessageDigest.isEqual(sha.digest(content), in.readNBytes(Sha256.LENGTH))) {
            throw new KeyFileException(file + ": damaged at byte " + at + ": not what was written");
        }
        return content;
    }

    private static boolean isZero(DataInputStream in, long count) throws IOException {
        for (long i = 0; i < count; i++) {
            if (in.readByte() != 0) {
                return false;
            }
        }
        return true;
    }

    private static KeyFileException unusable(Path file, IOException e) {
        return new KeyFileException(file + ": cannot be used: " + SecureFiles.reason(e), e);
    }
}
