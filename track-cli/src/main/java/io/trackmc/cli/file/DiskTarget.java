package io.trackmc.cli.file;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * A file on disk. It grows under a temporary name beside its place ({@code .NAME.XXXXXXXX.part}), is forced to the disk, and only
 * then gets its final name in one step; whatever fails before takes the temporary file away.
 */
public final class DiskTarget implements FileTarget {

    /** Opens the temporary file; tests put failing disks here. */
    @FunctionalInterface
    interface Opener {
        OutputStream open(Path file) throws IOException;
    }

    private static final int MOST_NUMBERED_NAMES = 10_000;

    private final Path directory;
    private final @Nullable String fixedName;
    private final Opener opener;

    private DiskTarget(Path directory, @Nullable String fixedName, Opener opener) {
        this.directory = directory;
        this.fixedName = fixedName;
        this.opener = opener;
    }

    /** Always this file, which replaces a regular one that is there; a device, a pipe or a link is refused, not replaced. */
    public static DiskTarget file(Path file) throws IOException {
        return file(file, DiskTarget::openNew);
    }

    static DiskTarget file(Path file, Opener opener) throws IOException {
        Path absolute = file.toAbsolutePath();
        Path directory = absolute.getParent();
        if (directory == null || Files.isDirectory(absolute)) {
            throw new FileTransferException(file + ": is a directory");
        }
        refuseSpecial(absolute);
        return new DiskTarget(writable(directory), absolute.getFileName().toString(), opener);
    }

    /** A file in this directory with the name that its sender gives it; a number is added when the name is taken. */
    public static DiskTarget in(Path directory) throws IOException {
        return new DiskTarget(writable(directory.toAbsolutePath()), null, DiskTarget::openNew);
    }

    private static void refuseSpecial(Path file) throws IOException {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)
                && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            String found = Files.isSymbolicLink(file) ? "a symbolic link" : "no regular file";
            throw new FileTransferException(
                    file + ": found " + found + ", allowed: a regular file, which is replaced, or"
                            + " a new name");
        }
    }

    private static Path writable(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            throw new NoSuchFileException(directory.toString());
        }
        if (!Files.isDirectory(directory)) {
            throw new NotDirectoryException(directory.toString());
        }
        if (!Files.isWritable(directory)) {
            throw new AccessDeniedException(directory.toString());
        }
        return directory;
    }

    private static OutputStream openNew(Path file) throws IOException {
        return Channels.newOutputStream(FileChannel.open(file, StandardOpenOption.CREATE_NEW,
                StandardOpenOption.WRITE));
    }

    @Override
    public Writing begin(String announcedName) throws IOException {
        String name = fixedName == null ? SafeName.of(announcedName) : fixedName;
        byte[] suffix = new byte[4];
        ThreadLocalRandom.current().nextBytes(suffix);
        Path temporary = directory.resolve("." + name + "." + HexFormat.of().formatHex(suffix) + ".part");
        return new DiskWriting(directory.resolve(name), temporary, opener.open(temporary));
    }

    private final class DiskWriting implements Writing {

        private final Path place;
        private final Path temporary;
        private final OutputStream out;
        private final WriteBehind disk;
        private boolean finished;

        DiskWriting(Path place, Path temporary, OutputStream out) {
            this.place = place;
            this.temporary = temporary;
            this.out = out;
            this.disk = new WriteBehind(() -> force(temporary));
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            try {
                out.write(bytes, offset, length);
                disk.wrote(length);
            } catch (IOException e) {
                throw new FileTransferException(place + ": cannot be written: " + reason(e), e);
            }
        }

        @Override
        public String finish() throws IOException {
            out.close();
            disk.finish();
            Path result = fixedName == null ? moveToFreeName() : moveTo(place);
            finished = true;
            forceQuietly(directory);
            return result.toString();
        }

        private Path moveTo(Path name) throws IOException {
            refuseSpecial(name);
            return Files.move(temporary, name, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }

        /** A link fails when the name is taken, whoever took it a moment ago; a move would replace. */
        private Path moveToFreeName() throws IOException {
            for (int number = 0; number < MOST_NUMBERED_NAMES; number++) {
                Path name = number == 0 ? place : place.resolveSibling(place.getFileName() + "." + number);
                if (linkTo(name)) {
                    return name;
                }
            }
            throw new FileAlreadyExistsException(place.toString());
        }

        private boolean linkTo(Path name) throws IOException {
            try {
                Files.createLink(name, temporary);
                Files.delete(temporary);
                return true;
            } catch (FileAlreadyExistsException e) {
                return false;
            } catch (FileSystemException | UnsupportedOperationException e) {
                return moveIfFree(name); // a file system without links
            }
        }

        private boolean moveIfFree(Path name) throws IOException {
            try {
                Files.move(temporary, name);
                return true;
            } catch (FileAlreadyExistsException e) {
                return false;
            }
        }

        @Override
        public void close() throws IOException {
            if (!finished) {
                try (OutputStream _ = out) {
                    Files.deleteIfExists(temporary);
                }
            }
        }
    }

    private static String reason(IOException failure) {
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }

    private static void force(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /** Makes the new name durable where directories can be forced, as on Linux. */
    private static void forceQuietly(Path directory) {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // Elsewhere the operating system does it in its own time; the file itself is safe.
        }
    }
}
