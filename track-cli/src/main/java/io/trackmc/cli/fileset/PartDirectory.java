package io.trackmc.cli.fileset;

import io.trackmc.cli.file.FileTransferException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The directory below a receiver's own in which files of sets grow, and stay over a restart: {@code .track-part}. One process at a time has it; it goes away when nothing is in it.
 */
final class PartDirectory implements Closeable {

    /** Its name. No entry of a set may begin with a dot, so none lies in it. */
    static final String NAME = ".track-part";

    /** What grows in it may be for fewer eyes than a file that is made here. */
    private static final FileAttribute<?> OWNER_ONLY = PosixFilePermissions
            .asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private static final String LOCK = "lock";
    private static final int TRIES = 8;

    private final Path path;
    private final FileChannel lockFile;

    private PartDirectory(Path path, FileChannel lockFile) {
        this.path = path;
        this.lockFile = lockFile;
    }

    /**
     * Makes it, if it is not there, and takes it.
     *
     * @throws FileTransferException when another process has it, or something else has its name
     */
    static PartDirectory take(Path root) throws IOException {
        Path path = root.resolve(NAME);
        for (int i = 0; i < TRIES; i++) {
            make(path);
            FileChannel channel = open(path.resolve(LOCK));
            if (channel != null && isHeld(channel, path)) {
                return new PartDirectory(path, channel);
            }
        }
        throw new FileTransferException(path + ": cannot be locked");
    }

    private static void make(Path path) throws IOException {
        boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
        try {
            Files.createDirectory(path, posix ? new FileAttribute<?>[] {OWNER_ONLY} : new FileAttribute<?>[0]);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                throw new FileTransferException(path + ": found something else than a directory", e);
            }
        }
    }

    /** Null when the directory went away in this moment. */
    private static @Nullable FileChannel open(Path lock) throws IOException {
        try {
            return FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                    LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /** Whether the lock is held on the file that has the name, and not on one that its owner has just taken away. */
    private static boolean isHeld(FileChannel channel, Path path) throws IOException {
        boolean held = false;
        try {
            FileLock lock = channel.tryLock();
            if (lock == null) {
                throw inUse(path);
            }
            held = Files.exists(path.resolve(LOCK), LinkOption.NOFOLLOW_LINKS);
            return held;
        } catch (OverlappingFileLockException e) {
            throw inUse(path);
        } finally {
            if (!held) {
                channel.close();
            }
        }
    }

    private static FileTransferException inUse(Path path) {
        return new FileTransferException(Objects.requireNonNull(path.getParent())
                + ": another receiver takes a set of files in this directory");
    }

    Path path() {
        return path;
    }

    /** Leaves it; takes it away when nothing is kept in it. */
    @Override
    public void close() throws IOException {
        try (FileChannel _ = lockFile) {
            if (isEmpty()) {
                Files.deleteIfExists(path.resolve(LOCK));
                Files.deleteIfExists(path);
            }
        } catch (DirectoryNotEmptyException e) {
            // Somebody put something there just now: it stays.
        }
    }

    private boolean isEmpty() throws IOException {
        try (Stream<Path> files = Files.list(path)) {
            List<String> names = files.map(file -> file.getFileName().toString()).toList();
            return names.stream().allMatch(LOCK::equals);
        } catch (NoSuchFileException e) {
            return false;
        }
    }
}
