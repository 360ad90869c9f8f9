package io.trackmc.cli.fileset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Permission bits of a file and of a directory that somebody makes here now without saying which: those that the umask leaves, or a directory hands down. What sets bring is made for its owner
 * alone, so nothing of it tells that any more.
 *
 * @param file the nine bits, or {@link SetEntry#NO_MODE} where the system has none
 * @param directory the same
 */
record UsualModes(int file, int directory) {

    /** Bits of a directory that nobody but its owner may look into. */
    static final int PRIVATE_DIRECTORY = 0700;

    private static final String PROBE = "probe";
    private static final FileAttribute<?>[] NO_ATTRIBUTES = {};

    /** Makes one of each in a directory that is this program's own, and takes them away again, with what one that was killed has left. */
    static UsualModes in(Path directory) throws IOException {
        Path probe = directory.resolve(PROBE);
        Files.deleteIfExists(probe);
        try {
            Files.createFile(probe);
            int file = Preserve.mode(probe);
            Files.delete(probe);
            Files.createDirectory(probe);
            return new UsualModes(file, Preserve.mode(probe));
        } finally {
            Files.deleteIfExists(probe);
        }
    }

    /** For a directory that is made for its owner alone, where the system knows such. */
    static FileAttribute<?>[] ownersDirectory(Path path) {
        return owners(path, "rwx------");
    }

    /** For a file that is made for its owner alone, where the system knows such. */
    static FileAttribute<?>[] ownersFile(Path path) {
        return owners(path, "rw-------");
    }

    private static FileAttribute<?>[] owners(Path path, String bits) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(bits))}
                : NO_ATTRIBUTES;
    }

    /** What tells a file or directory from a later one of its name, or {@code unknown} where the system tells none. */
    static long inode(Path path, long unknown) throws IOException {
        return path.getFileSystem().supportedFileAttributeViews().contains("unix")
                ? (Long) Files.getAttribute(path, "unix:ino", LinkOption.NOFOLLOW_LINKS)
                : unknown;
    }
}
