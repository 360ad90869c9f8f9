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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Holds a node's state directory for one program: two that run as the same node at one time would spoil each other's sessions. The
 * operating system takes the lock away when the program ends, however it ends.
 */
public final class StateLock implements AutoCloseable {

    private static final String FILE_NAME = "lock";

    /** Of this process: the system would drop the lock when any other channel to the file is closed. */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final FileChannel channel;
    private final Path directory;

    private StateLock(FileChannel channel, Path directory) {
        this.channel = channel;
        this.directory = directory;
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
            Path directory = stateDirectory.toRealPath();
            if (!HELD.add(directory)) {
                throw new KeyFileException(stateDirectory + ": in use by " + holder);
            }
            try {
                return lock(file, directory, stateDirectory + ": in use by " + holder);
            } catch (Throwable e) {
                HELD.remove(directory);
                throw e;
            }
        } catch (IOException e) {
            throw new KeyFileException(file + ": cannot be locked: " + SecureFiles.reason(e), e);
        }
    }

    private static StateLock lock(Path file, Path directory, String inUse) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean locked = false;
        try {
            locked = tryLock(channel) != null;
        } finally {
            if (!locked) {
                channel.close();
            }
        }
        if (!locked) {
            throw new KeyFileException(inUse);
        }
        return new StateLock(channel, directory);
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
        } finally {
            HELD.remove(directory);
        }
    }
}
