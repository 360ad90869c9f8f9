package io.trackmc.cli.file;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Where the bytes of an outgoing file come from.
 *
 * @param name told to the receivers
 * @param size in bytes, or {@link #UNKNOWN_SIZE}
 * @param in the bytes
 */
public record FileSource(String name, long size, InputStream in) implements Closeable {

    /** Size of a source whose end is not known yet. */
    public static final long UNKNOWN_SIZE = FileMessages.UNKNOWN_SIZE;

    private static final String NAME_OF_STREAM = "stdin";

    /**
     * A file, opened.
     *
     * @throws IOException when it cannot be read, with a line that says why
     */
    public static FileSource ofFile(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file.toString());
        }
        if (Files.isDirectory(file)) {
            throw new FileTransferException(file + ": is a directory");
        }
        if (!Files.isReadable(file)) {
            throw new AccessDeniedException(file.toString());
        }
        if (!Files.isRegularFile(file)) {
            // Opening a pipe that nobody writes to waits, and cannot be interrupted.
            throw new FileTransferException(file + ": found no regular file, allowed: one, or - for standard input");
        }
        return new FileSource(file.toAbsolutePath().getFileName().toString(), Files.size(file),
                Files.newInputStream(file));
    }

    /** Standard input or another stream whose end is not known. */
    public static FileSource ofStream(InputStream in) {
        return new FileSource(NAME_OF_STREAM, UNKNOWN_SIZE, in);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
