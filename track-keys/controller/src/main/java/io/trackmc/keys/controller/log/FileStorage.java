package io.trackmc.keys.controller.log;

import io.trackmc.keys.transport.file.SecureFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A log in a file of mode 0600, held by one program at a time. The lock is on a file beside it, because a POSIX lock goes away
 * when anything in the same program closes the file that bears it, and logs are read while they are written.
 */
final class FileStorage implements LogStorage {

    private static final String LOCK_SUFFIX = ".lock";

    private final Path file;
    private final FileChannel lock;
    private final FileChannel channel;

    private FileStorage(Path file, FileChannel lock, FileChannel channel) {
        this.file = file;
        this.lock = lock;
        this.channel = channel;
    }

    /**
     * Opens or makes a file.
     *
     * @throws LogException when another program has it, or it cannot be opened
     */
    static FileStorage open(Path file) {
        try {
            FileChannel lock = lock(file);
            try {
                if (Files.notExists(file)) {
                    SecureFiles.write(file, new byte[0]);
                }
                return new FileStorage(file, lock, FileChannel.open(file, StandardOpenOption.WRITE));
            } catch (IOException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw new LogException(file + ": cannot be opened: " + SecureFiles.reason(e), e);
        }
    }

    private static FileChannel lock(Path file) throws IOException {
        Path beside = file.resolveSibling(file.getFileName() + LOCK_SUFFIX);
        if (Files.notExists(beside)) {
            SecureFiles.write(beside, new byte[0]);
        }
        FileChannel channel = FileChannel.open(beside, StandardOpenOption.WRITE);
        try {
            if (tryLock(channel) == null) {
                throw new LogInUseException(file + ": in use by another process, which runs this authority");
            }
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
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
    public InputStream read() throws IOException {
        return Files.newInputStream(file);
    }

    @Override
    public void append(ByteBuffer bytes) throws IOException {
        channel.position(channel.size());
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    @Override
    public void force() throws IOException {
        channel.force(true);
    }

    @Override
    public void truncate(long length) throws IOException {
        channel.truncate(length);
        channel.force(true);
    }

    @Override
    public void close() throws IOException {
        try (lock) {
            channel.close();
        }
    }
}
