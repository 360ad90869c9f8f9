package io.trackmc.keys.controller.authority;

import io.trackmc.keys.controller.store.ChangeSeal;
import io.trackmc.keys.transport.file.KeyFileException;
import io.trackmc.keys.transport.file.SecureFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * The changes of an authority's keys since its state was last written whole: the point at which each of them has happened. A file of mode
 * 0600 that can only grow until it is begun anew, sealed under a key that goes with that state.
 *
 * <pre>
 *   "TRACK changes 2\n" ‖ id of the state's key, 16 bytes ‖ { record }*      ({@link ChangeSeal})
 * </pre>
 *
 * <p>A part of a record at the end is what a crash leaves of a change that had not happened; it is cut off. A journal of the state before holds
 * nothing that the state does not; it is begun anew. All other damage is refused. Not thread-safe.
 */
final class ChangeJournal implements AutoCloseable {

    /** Its name in the authority's directory. */
    static final String NAME = "changes.journal";

    private static final byte[] MAGIC = "TRACK changes 2\n".getBytes(StandardCharsets.US_ASCII);
    private static final int ID_LENGTH = 16;
    /** Bytes before the first record. */
    static final int BEGINNING = MAGIC.length + ID_LENGTH;

    private final Path file;
    private FileChannel channel;
    private ChangeSeal seal;
    private long records;

    private ChangeJournal(Path file, FileChannel channel, ChangeSeal seal, long records) {
        this.file = file;
        this.channel = channel;
        this.seal = seal;
        this.records = records;
    }

    /**
     * Opens it, or begins one.
     *
     * @param seal of the state beside it
     * @param history takes every change that is there, oldest first
     * @param notices told in one line when a part of a record was cut off
     * @throws KeyFileException when it cannot be read, or is not what was written
     */
    static ChangeJournal open(Path file, ChangeSeal seal, Consumer<Change> history, Consumer<String> notices) {
        try {
            if (Files.notExists(file) || SecureFiles.read(file, notices, (in, _) -> isOfTheStateBefore(in, seal))) {
                begin(file, seal);
            }
            ChangeHistory read = SecureFiles.read(file, _ -> {},
                    (in, length) -> ChangeHistory.read(file, in, length, seal, history));
            FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
            try {
                if (channel.size() > read.end()) {
                    notices.accept(file + ": half a change of " + (channel.size() - read.end())
                            + " bytes, as a crash leaves it, was cut off; it had been told to nobody");
                    channel.truncate(read.end());
                    channel.force(true);
                }
                channel.position(read.end());
                return new ChangeJournal(file, channel, seal, read.records());
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
        ByteBuffer record = ByteBuffer.wrap(seal.seal(records, content));
        try {
            while (record.hasRemaining()) {
                channel.write(record);
            }
            channel.force(true);
            records++;
        } catch (IOException e) {
            throw unusable(file, e);
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }

    /** Whether there is no change. */
    boolean isEmpty() {
        return records == 0;
    }

    /** Bytes so far. */
    long length() {
        try {
            return channel.size();
        } catch (IOException e) {
            throw unusable(file, e);
        }
    }

    /**
     * Forgets all changes, which the state on the disk holds now.
     *
     * @param next of that state
     */
    void beginAnew(ChangeSeal next) {
        try {
            channel.close(); // whatever happens now, nothing more goes into a journal that the new state would take for done
            begin(file, next);
            channel = FileChannel.open(file, StandardOpenOption.WRITE);
            channel.position(channel.size());
            seal = next;
            records = 0;
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

    /** How a journal of a state begins. */
    static byte[] beginning(ChangeSeal seal) {
        return ByteBuffer.allocate(BEGINNING).put(MAGIC).put(seal.id()).array();
    }

    private static void begin(Path file, ChangeSeal seal) {
        SecureFiles.write(file, beginning(seal));
    }

    private static boolean isOfTheStateBefore(InputStream in, ChangeSeal seal) throws IOException {
        byte[] beginning = in.readNBytes(BEGINNING);
        return Arrays.equals(beginning, 0, Math.min(MAGIC.length, beginning.length), MAGIC, 0, MAGIC.length)
                && seal.isBefore(Arrays.copyOfRange(beginning, MAGIC.length, beginning.length));
    }

    private static KeyFileException unusable(Path file, IOException e) {
        return new KeyFileException(file + ": cannot be used: " + SecureFiles.reason(e), e);
    }
}
