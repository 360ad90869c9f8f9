package io.trackmc.keys.transport.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Writes files that only their owner may read, and reads them with a bound. {@link #write} writes whole or not at all and returns when all is on
 * the disk: a crash leaves the old file or the new one, never a part of one under its final name.
 */
public final class SecureFiles {

    /** Longest file that is read; a bundle with a roster of half a million nodes is shorter. */
    public static final int MAX_BYTES = 64 << 20;

    private static final Set<PosixFilePermission> OWNER_FILE = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> PUBLIC_FILE = PosixFilePermissions.fromString("rw-r--r--");
    private static final Set<PosixFilePermission> OWNER_DIRECTORY = PosixFilePermissions.fromString("rwx------");

    /** Writes what a file is to hold, piece by piece. */
    @FunctionalInterface
    public interface Content {

        /** Writes all of it. */
        void writeTo(OutputStream out) throws IOException;
    }

    private SecureFiles() {}

    /**
     * Writes a file of mode 0600, replacing one that is there.
     *
     * @throws KeyFileException when it cannot be written
     * @throws DiskFaultException when that is because of the disk
     */
    public static void write(Path file, byte[] bytes) {
        write(file, out -> out.write(bytes));
    }

    /**
     * The same for what is too long to be held at once.
     *
     * @throws KeyFileException when it cannot be written
     */
    public static void write(Path file, Content content) {
        write(file, content, OWNER_FILE);
    }

    /**
     * Writes a file of mode 0644 in the same way, replacing one that is there.
     *
     * @throws KeyFileException when it cannot be written
     */
    public static void writePublic(Path file, byte[] bytes) {
        write(file, out -> out.write(bytes), PUBLIC_FILE);
    }

    private static void write(Path file, Content content, Set<PosixFilePermission> permissions) {
        Path directory = directoryOf(file);
        try {
            Path temporary = Files.createTempFile(directory, "." + file.getFileName(), ".tmp",
                    attributes(file, OWNER_FILE));
            try {
                writeAndForce(temporary, content);
                if (isPosix(file)) {
                    Files.setPosixFilePermissions(temporary, permissions); // whatever the umask took away
                }
                Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(temporary);
            }
            force(directory);
        } catch (IOException e) {
            throw unwritable(file, e);
        } catch (UncheckedIOException e) {
            throw new KeyFileException(file + ": cannot be written: " + e.getMessage(), e);
        }
    }

    /** Takes a file as a stream. */
    @FunctionalInterface
    public interface Reader<T> {

        /**
         * Reads it.
         *
         * @param length bytes that it had when it was opened
         */
        T read(InputStream in, long length) throws IOException;
    }

    /**
     * Reads a file of any length that should be of mode 0600, piece by piece.
     *
     * @param warnings told in one line when others may read or write it
     * @throws KeyFileException when it cannot be read
     */
    public static <T> T read(Path file, Consumer<String> warnings, Reader<T> reader) {
        try {
            warnWhenOpenToOthers(file, warnings);
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
                    InputStream in = Channels.newInputStream(channel)) {
                return reader.read(in, channel.size());
            }
        } catch (IOException e) {
            throw new KeyFileException(file + ": cannot be read: " + reason(e), e);
        } catch (UncheckedIOException e) {
            throw new KeyFileException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * Creates a file of mode 0600 without waiting for the disk: for files that can be made again.
     *
     * @throws KeyFileException when it is there already or cannot be written
     */
    public static void create(Path file, byte[] bytes) {
        create(file, bytes, OWNER_FILE);
    }

    /** Creates a file of mode 0644 in the same way. */
    public static void createPublic(Path file, byte[] bytes) {
        create(file, bytes, PUBLIC_FILE);
    }

    /** Creates a directory of mode 0700, and those above it, unless they are there. */
    public static void createDirectory(Path directory) {
        try {
            if (!Files.isDirectory(directory)) {
                Path parent = directory.toAbsolutePath().getParent();
                if (parent != null) {
                    Files.createDirectories(parent);
                }
                Files.createDirectory(directory, attributes(directory, OWNER_DIRECTORY));
            }
        } catch (FileAlreadyExistsException e) {
            throw new KeyFileException(directory + ": is a file, allowed: a directory, or a name that is free", e);
        } catch (IOException e) {
            throw unwritable(directory, e);
        }
    }

    /**
     * Reads a file that should be of mode 0600.
     *
     * @param warnings told in one line when others may read or write it
     * @throws KeyFileException when it cannot be read or is longer than {@link #MAX_BYTES}
     */
    public static byte[] read(Path file, Consumer<String> warnings) {
        try {
            warnWhenOpenToOthers(file, warnings);
            return read(file);
        } catch (IOException e) {
            throw new KeyFileException(file + ": cannot be read: " + reason(e), e);
        }
    }

    /**
     * Looks at the mode of a file with secrets that is read elsewhere, or lies there; nothing when there is no such file.
     *
     * @param openToOthers told in one line when others may read or write it
     * @throws KeyFileException when its mode cannot be read
     */
    public static void checkMode(Path file, Consumer<String> openToOthers) {
        try {
            if (Files.exists(file)) {
                warnWhenOpenToOthers(file, openToOthers);
            }
        } catch (IOException e) {
            throw new KeyFileException(file + ": cannot be read: " + reason(e), e);
        }
    }

    /** Why a file operation failed, in a few words without the name of the file. */
    public static String reason(IOException e) {
        return switch (e) {
            case NoSuchFileException _ -> "no such file";
            case AccessDeniedException _ -> "permission denied";
            case CharacterCodingException _ -> "not text in UTF-8";
            case ClosedByInterruptException _ -> "interrupted";
            case FileSystemException f when f.getReason() != null -> f.getReason();
            default -> String.valueOf(e.getMessage());
        };
    }

    private static byte[] read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new KeyFileException(file + ": longer than " + MAX_BYTES + " bytes");
            }
            return bytes;
        }
    }

    private static void create(Path file, byte[] bytes, Set<PosixFilePermission> permissions) {
        Set<StandardOpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try {
            try (FileChannel channel = FileChannel.open(file, options, attributes(file, permissions))) {
                writeAll(channel, bytes);
            }
            if (isPosix(file)) {
                Files.setPosixFilePermissions(file, permissions); // whatever the umask took away
            }
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    private static void writeAndForce(Path file, Content content) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
                OutputStream out = Channels.newOutputStream(channel)) {
            content.writeTo(out);
            channel.force(true);
        }
    }

    private static void writeAll(FileChannel channel, byte[] bytes) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        while (rest.hasRemaining()) {
            channel.write(rest);
        }
    }

    /** Makes a rename durable: the name is in the directory, and that has to reach the disk too. */
    private static void force(Path directory) throws IOException {
        if (isPosix(directory)) {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    private static void warnWhenOpenToOthers(Path file, Consumer<String> warnings) throws IOException {
        if (!isPosix(file)) {
            return;
        }
        Set<PosixFilePermission> extra = Files.getPosixFilePermissions(file);
        String found = PosixFilePermissions.toString(extra);
        extra.removeAll(OWNER_FILE);
        extra.remove(PosixFilePermission.OWNER_EXECUTE);
        if (!extra.isEmpty()) {
            warnings.accept(file + ": holds secrets and is open to others: mode " + found + ", should be "
                    + PosixFilePermissions.toString(OWNER_FILE));
        }
    }

    private static Path directoryOf(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        if (parent == null) {
            throw new KeyFileException(file + ": not the name of a file");
        }
        return parent;
    }

    private static FileAttribute<?>[] attributes(Path file, Set<PosixFilePermission> permissions) {
        return isPosix(file)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
                : new FileAttribute<?>[0];
    }

    private static boolean isPosix(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private static KeyFileException unwritable(Path file, IOException e) {
        String line = file + ": cannot be written: " + reason(e);
        // A name, a path or a mode that is wrong has an exception of its own.
        return e.getClass() == IOException.class || e.getClass() == FileSystemException.class
                ? new DiskFaultException(line, e) : new KeyFileException(line, e);
    }
}
