package io.trackmc.keys.controller.tree;

import io.trackmc.keys.transport.file.KeyFileException;
import io.trackmc.keys.transport.file.SecureFiles;
import io.trackmc.keys.transport.key.InsecureSecretAccess;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.function.Consumer;

/** The state of an authority on disk: a file of mode 0600 that belongs to the authority alone. */
public final class AuthorityStateFile {

    /** Its name in the authority's directory. */
    public static final String NAME = "tree.state";

    private AuthorityStateFile() {}

    /** Writes the file, replacing one that is there; on the disk when it returns. */
    public static void write(Path file, ContentTree tree) {
        write(file, TreeState.encode(tree, InsecureSecretAccess.get()));
    }

    /** Writes the file, replacing one that is there; on the disk when it returns. */
    public static void write(Path file, TransportTree tree) {
        write(file, TreeState.encode(tree, InsecureSecretAccess.get()));
    }

    /**
     * Opens a content authority.
     *
     * @throws KeyFileException when the file is missing, damaged or of something else
     */
    public static ContentTree openContent(Path file, SecureRandom random, Consumer<String> warnings) {
        byte[] bytes = SecureFiles.read(file, warnings);
        try {
            return TreeState.decodeContent(bytes, random, InsecureSecretAccess.get());
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new KeyFileException(file + ": " + e.getMessage(), e);
        }
    }

    /**
     * Opens a transport controller.
     *
     * @throws KeyFileException when the file is missing, damaged or of something else
     */
    public static TransportTree openTransport(Path file, SecureRandom random, Consumer<String> warnings) {
        byte[] bytes = SecureFiles.read(file, warnings);
        try {
            return TreeState.decodeTransport(bytes, random, InsecureSecretAccess.get());
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new KeyFileException(file + ": " + e.getMessage(), e);
        }
    }

    private static void write(Path file, byte[] bytes) {
        SecureFiles.write(file, bytes);
        Arrays.fill(bytes, (byte) 0);
    }
}
