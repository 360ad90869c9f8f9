package io.trackmc.cli.fileset;

import io.trackmc.cli.file.FileDigest;
import io.trackmc.cli.file.FileTransferException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.util.Objects;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A file or directory that was found and is to be sent.
 *
 * @param path where it is
 * @param name that receivers are told
 * @param directory whether it is one
 * @param size bytes of a file, when it was found
 * @param mode permission bits
 * @param modified when it was changed last, when it was found
 * @param key what tells it from another file of its name, where the system has such
 */
record ScannedFile(Path path, String name, boolean directory, long size, int mode, FileTime modified,
        @Nullable Object key) {

    private static final int READ_BYTES = 1 << 16;

    /** As it is now; a symbolic link is not followed. */
    static ScannedFile of(Path path, String name, BasicFileAttributes found) throws IOException {
        boolean directory = found.isDirectory();
        return new ScannedFile(path, name, directory, directory ? 0 : found.size(), Preserve.mode(path),
                found.lastModifiedTime(), found.fileKey());
    }

    /** Opened for reading, unless a link has come in its place. */
    InputStream open() throws IOException {
        requireUnchanged();
        return Channels.newInputStream(
                FileChannel.open(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
    }

    private long modifiedMs() {
        return Math.clamp(modified.toMillis(), -SetEntry.MOST_MODIFIED_MS, SetEntry.MOST_MODIFIED_MS);
    }

    /** @throws FileTransferException when it is another file by now, or was written to */
    void requireUnchanged() throws IOException {
        BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!now.isRegularFile() || now.size() != size || !now.lastModifiedTime().equals(modified)
                || !Objects.equals(now.fileKey(), key)) {
            throw new FileTransferException(path + ": changed while it was being sent");
        }
    }

    /**
     * What is announced of it; reads a file as a whole.
     *
     * @param read told of bytes as they are read
     */
    SetEntry entry(LongConsumer read) throws IOException {
        if (directory) {
            return SetEntry.directory(name, mode, modifiedMs());
        }
        MessageDigest digest = FileDigest.create();
        byte[] buffer = new byte[READ_BYTES];
        try (InputStream in = open()) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                digest.update(buffer, 0, count);
                read.accept(count);
            }
        }
        requireUnchanged();
        return SetEntry.file(name, size, mode, modifiedMs(), FileDigest.hex(digest.digest()));
    }
}
