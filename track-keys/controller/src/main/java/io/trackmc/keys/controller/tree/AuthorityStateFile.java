package io.trackmc.keys.controller.tree;

import io.trackmc.keys.controller.store.ChangeSeal;
import io.trackmc.keys.controller.store.SealedInput;
import io.trackmc.keys.controller.store.SealedOutput;
import io.trackmc.keys.controller.store.StateKey;
import io.trackmc.keys.controller.store.StoreKey;
import io.trackmc.keys.transport.file.KeyFileException;
import io.trackmc.keys.transport.file.SecureFiles;
import io.trackmc.keys.transport.key.InsecureSecretAccess;
import io.trackmc.proto.protect.KeyLayer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The state of an authority on disk: a file of mode 0600 that belongs to the authority alone, sealed under a key of its own that is
 * wrapped under the authority's {@link StoreKey}. Each writing makes a new key and erases the one before, on the disk too. Not
 * thread-safe.
 */
public final class AuthorityStateFile implements AutoCloseable {

    /** Its name in the authority's directory. */
    public static final String NAME = "tree.state";

    private final Path file;
    private final StoreKey store;
    private final SecureRandom random = new SecureRandom();
    private @Nullable StateKey key;

    /**
     * Of an authority.
     *
     * @param store its own; closed with this
     */
    public AuthorityStateFile(Path file, StoreKey store) {
        this.file = file;
        this.store = store;
    }

    /** Where it is. */
    public Path path() {
        return file;
    }

    /**
     * What seals the changes after the state that was read or written last.
     *
     * @throws IllegalStateException when there was none
     */
    public ChangeSeal changes() {
        if (key == null) {
            throw new IllegalStateException("no state was read or written");
        }
        return key.changes();
    }

    /** Writes the file, replacing one that is there; on the disk when it returns, and what sealed the old one is erased. */
    public void write(AuthorityTree tree) {
        KeyLayer layer = tree instanceof TransportTree ? KeyLayer.TRANSPORT : KeyLayer.CONTENT;
        StateKey fresh = key == null ? StateKey.first(store, layer, random) : key.next(store, layer, random);
        try (FileChannel old = Files.exists(file) ? FileChannel.open(file, StandardOpenOption.WRITE) : null) {
            SecureFiles.write(file, to -> {
                SealedOutput out = fresh.seal(to);
                switch (tree) {
                    case TransportTree transport -> TreeState.write(transport, out, InsecureSecretAccess.get());
                    case ContentTree content -> TreeState.write(content, out, InsecureSecretAccess.get());
                }
                out.finish();
            });
            use(fresh);
            if (old != null) {
                eraseHead(old);
            }
        } catch (IOException e) {
            throw new KeyFileException(file + ": the one before cannot be erased: " + SecureFiles.reason(e), e);
        }
    }

    /**
     * Opens a content authority.
     *
     * @throws KeyFileException when the file is missing, damaged, of something else, or sealed under another key
     */
    public ContentTree openContent(SecureRandom of, Consumer<String> warnings) {
        return open(KeyLayer.CONTENT, warnings,
                in -> TreeState.readContent(in, in.length(), of, InsecureSecretAccess.get()));
    }

    /**
     * Opens a transport controller.
     *
     * @throws KeyFileException when the file is missing, damaged, of something else, or sealed under another key
     */
    public TransportTree openTransport(SecureRandom of, Consumer<String> warnings) {
        return open(KeyLayer.TRANSPORT, warnings,
                in -> TreeState.readTransport(in, in.length(), of, InsecureSecretAccess.get()));
    }

    /** Erases its keys from memory. */
    @Override
    public void close() {
        if (key != null) {
            key.close();
        }
        store.close();
    }

    private interface Reader<T> {
        T read(SealedInput in);
    }

    private <T> T open(KeyLayer layer, Consumer<String> warnings, Reader<T> reader) {
        try {
            return SecureFiles.read(file, warnings, (from, length) -> {
                StateKey found = StateKey.read(from, store, layer);
                try (SealedInput in = found.open(from, length - StateKey.HEAD_LENGTH)) {
                    T tree = reader.read(in);
                    use(found);
                    return tree;
                }
            });
        } catch (IllegalArgumentException e) {
            throw new KeyFileException(file + ": " + e.getMessage(), e);
        }
    }

    private void use(StateKey other) {
        if (key != null) {
            key.close();
        }
        key = other;
    }

    /** With the wrapped key goes all that was sealed under it, wherever copies of the rest may lie. */
    private static void eraseHead(FileChannel old) throws IOException {
        ByteBuffer zeros = ByteBuffer.allocate(StateKey.HEAD_LENGTH);
        while (zeros.hasRemaining()) {
            old.write(zeros, zeros.position());
        }
        old.force(true);
    }
}
