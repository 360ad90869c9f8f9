package io.trackmc.keys.controller.deploy;

import io.trackmc.keys.transport.file.KeyFileException;
import io.trackmc.keys.transport.file.SecureFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Overwrites files with zeros before it removes them. That is all that a program can do: file systems that write elsewhere than they read
 * (journals, snapshots, copy on write), disks that spread what they write, and backups may keep what was there.
 */
final class ErasedFiles {

    private static final int ZEROS = 1 << 16;

    private ErasedFiles() {}

    /** Erases a file; does nothing when it is not there. The zeros are on the disk before it is removed. */
    static void erase(Path file) {
        try {
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                Files.deleteIfExists(file);
                return;
            }
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                ByteBuffer zeros = ByteBuffer.allocate(ZEROS);
                for (long at = 0; at < channel.size();) {
                    zeros.clear().limit((int) Math.min(ZEROS, channel.size() - at));
                    at += channel.write(zeros, at);
                }
                channel.force(true);
            }
            Files.delete(file);
        } catch (IOException e) {
            throw new KeyFileException(file + ": cannot be erased: " + SecureFiles.reason(e), e);
        }
    }
}
