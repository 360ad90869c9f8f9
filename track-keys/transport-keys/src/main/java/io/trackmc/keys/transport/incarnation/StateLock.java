package io.trackmc.keys.transport.incarnation;

import io.trackmc.keys.transport.file.KeyFileException;
import io.trackmc.keys.transport.file.SecureFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Holds a node's state directory for one program: two that run as the same node at one time would spoil each other's sessions. The
 * operating system takes the lock away when the program ends, however it ends.
 */
public final class StateLock implements AutoCloseable {

    private static final String FILE_NAME = "lock";

    private final FileChannel channel;

    private StateLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the lock; the directory is made when it is not there.
     *
     * @throws KeyFileException when another program has it, or the directory cannot be written
     */
    public static StateLock take(Path stateDirectory) {
        return take(stateDirectory, "another process, which runs as the same node");
    }

    /**
     * Takes the lock of a directory in the same way.
     *
     * @param holder who has it when another program has, for the message
     */
    public static StateLock take(Path stateDirectory, String holder) {
        SecureFiles.createDirectory(stateDirectory);
        Path file = stateDirectory.resolve(FILE_NAME);
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(channel) == null) {
                channel.close();
                throw new KeyFileException(stateDirectory + ": in use by " + holder);
            }
            return new StateLock(channel);
        } catch (IOException e) {
            throw new KeyFileException(file + ": cannot be locked: " + SecureFiles.reason(e), e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException _) {
            return null; // this very process has it
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
