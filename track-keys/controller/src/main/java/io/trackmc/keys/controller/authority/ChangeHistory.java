package io.trackmc.keys.controller.authority;

import io.trackmc.keys.controller.store.ChangeSeal;
import io.trackmc.keys.transport.file.KeyFileException;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a {@link ChangeJournal} holds, read from its beginning. */
final class ChangeHistory {

    /** Longest change: as many members come at once as a rekey has room for chunks, with the most parents that a node can have. */
    private static final int MAX_CHANGE = 64 << 20;

    private final Path file;
    private final DataInputStream in;
    private final long length;
    private final ChangeSeal seal;
    private long end = ChangeJournal.BEGINNING;
    private long records;

    private ChangeHistory(Path file, InputStream in, long length, ChangeSeal seal) {
        this.file = file;
        this.in = new DataInputStream(in);
        this.length = length;
        this.seal = seal;
    }

    /** Reads all records, and gives each change away, oldest first. */
    static ChangeHistory read(Path file, InputStream in, long length, ChangeSeal seal, Consumer<Change> to)
            throws IOException {
        ChangeHistory history = new ChangeHistory(file, in, length, seal);
        history.checkBeginning();
        for (byte[] content = history.next(); content != null; content = history.next()) {
            try {
                to.accept(
                        Change.decode(new DataInputStream(new ByteArrayInputStream(content)), content.length));
            } catch (IOException | IllegalArgumentException e) {
                throw new KeyFileException(
                        file + ": damaged before byte " + history.end + ": " + e.getMessage(), e);
            } finally {
                Arrays.fill(content, (byte) 0);
            }
        }
        return history;
    }

    /** Where the last whole record ends. */
    long end() {
        return end;
    }

    /** How many there are. */
    long records() {
        return records;
    }

    private void checkBeginning() throws IOException {
        byte[] expected = ChangeJournal.beginning(seal);
        if (!Arrays.equals(in.readNBytes(expected.length), expected)) {
            throw new KeyFileException(file + ": not of the state beside it, or damaged in its first "
                    + expected.length + " bytes");
        }
    }

    /** The next record; null when there is none, or only what a crash leaves: a part of one, or zeros that were never written over. */
    private byte @Nullable [] next() throws IOException {
        long left = length - end;
        if (left < ChangeSeal.HEAD_LENGTH) {
            return null;
        }
        byte[] head = in.readNBytes(ChangeSeal.HEAD_LENGTH);
        if (isZero(head) && isZero(left - head.length)) {
            return null;
        }
        try {
            int content = seal.length(records, head);
            if (content <= 0 || content > MAX_CHANGE) {
                throw new KeyFileException(file + ": damaged at byte " + end + ": a change of " + content + " bytes");
            }
            int sealed = ChangeSeal.sealedLength(content);
            if (left - head.length < sealed) {
                return null;
            }
            byte[] change = seal.open(records, head, in.readNBytes(sealed));
            end += head.length + sealed;
            records++;
            return change;
        } catch (GeneralSecurityException e) {
            throw new KeyFileException(file + ": damaged at byte " + end + ": not what was written", e);
        }
    }

    private boolean isZero(long count) throws IOException {
        for (long i = 0; i < count; i++) {
            if (in.readByte() != 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isZero(byte[] bytes) {
        for (byte one : bytes) {
            if (one != 0) {
                return false;
            }
        }
        return true;
    }
}
