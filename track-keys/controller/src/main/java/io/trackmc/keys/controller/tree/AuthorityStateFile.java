package io.trackmc.keys.controller.tree;

import io.trackmc.keys.transport.file.KeyFileException;
import io.trackmc.keys.transport.file.SecureFiles;
import io.trackmc.keys.transport.key.InsecureSecretAccess;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.function.Consumer;

/** The state of an authority on disk: a file of mode 0600 that belongs to the authority alone. */
public final class AuthorityStateFile {

    /** Its name in the authority's directory. */
    public static final String NAME = "tree.state";

    private AuthorityStateFile() {}

    /** Writes the file, replacing one that is there; on the disk when it returns. */
    public static void write(Path file, AuthorityTree tree) {
        SecureFiles.write(file, out -> {
            switch (tree) {
                case TransportTree transport -> TreeState.write(transport, out, InsecureSecretAccess.get());
                case ContentTree content -> TreeState.write(content, out, InsecureSecretAccess.get());
            }
        });
    }

    /**
     * Opens a content authority.
     *
     * @throws KeyFileException when the file is missing, damaged or of something else
     */
    public static ContentTree openContent(Path file, SecureRandom random, Consumer<String> warnings) {
        try {
            return SecureFiles.read(file, warnings,
                    (in, length) -> TreeState.readContent(in, length, random, InsecureSecretAccess.get()));
        } catch (IllegalArgumentException e) {
            throw new KeyFileException(file + ": " + e.getMessage(), e);
        }
    }

    /**
     * Opens a transport controller.
     *
     * @throws KeyFileException when the file is missing, damaged or of something else
     */
    public static TransportTree openTransport(Path file, SecureRandom random, Consumer<String> warnings) {
        try {
            return SecureFiles.read(file, warnings,
                    (in, length) -> TreeState.readTransport(in, length, random, InsecureSecretAccess.get()));
        } catch (IllegalArgumentException e) {
            throw new KeyFileException(file + ": " + e.getMessage(), e);
        }
    }
}
