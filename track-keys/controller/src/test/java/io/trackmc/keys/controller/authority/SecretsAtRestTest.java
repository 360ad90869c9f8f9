package io.trackmc.keys.controller.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trackmc.keys.controller.store.ChangeSeal;
import io.trackmc.keys.controller.store.StoreFiles;
import io.trackmc.keys.controller.tree.AuthorityStateFile;
import io.trackmc.keys.controller.tree.AuthorityTree;
import io.trackmc.keys.controller.tree.ContentTree;
import io.trackmc.keys.controller.tree.TransportTree;
import io.trackmc.keys.controller.tree.TreeState;
import io.trackmc.keys.transport.file.KeyFileException;
import io.trackmc.keys.transport.key.InsecureSecretAccess;
import io.trackmc.proto.protect.KeyLayer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody finds who has an authority's disk and not its key store. */
class SecretsAtRestTest {

    /** Bytes of a key that are looked for, and how many different ones make it look like one. */
    private static final int WINDOW = 16;
    private static final int DIFFERENT = 12;

    @TempDir
    private Path temporary;

    private TestDeployment deployment;
    private Path directory;

    @BeforeEach
    void make() {
        deployment = new TestDeployment(temporary.resolve("d"));
        directory = deployment.authorities.path();
    }

    @Test
    void shouldHaveNoKeyInAnyByteOnTheDisk() throws IOException {
        for (KeyLayer layer : KeyLayer.values()) {
            Set<ByteBuffer> secrets = new HashSet<>();
            List<byte[]> disk = new ArrayList<>(files());
            try (AuthorityParts parts = OpenParts.open(directory, layer)) {
                addWindows(state(parts.office().tree()), secrets);
                OpenParts.expel(parts, "receiver-1", 0);
                OpenParts.expel(parts, "receiver-3", 10);
                addWindows(state(parts.office().tree()), secrets);
                seeds(layer).forEach(seed -> addWindows(seed, secrets));
                disk.addAll(files());
                assertThat(found(secrets, List.of(state(parts.office().tree())))).as("it would be found")
                        .isGreaterThan(100);
            }
            disk.addAll(files());
            assertThat(secrets).hasSizeGreaterThan(300);
            assertThat(found(secrets, disk)).as(layer.toString()).isZero();
        }
    }

    @Test
    void shouldOpenWithItsOwnKeyStoreOnly() throws IOException {
        StoreFiles own = deployment.authorities.store(KeyLayer.TRANSPORT);
        StoreFiles other = deployment.authorities.store(KeyLayer.CONTENT);
        Path kept = temporary.resolve("kept.p12");
        Files.move(own.keyStore(), kept);
        refused(own.keyStore() + ": cannot be read: no such file (key \"authority.key-store\")");
        Files.copy(other.keyStore(), own.keyStore(), StandardCopyOption.COPY_ATTRIBUTES);
        refused("does not open with the password in " + own.password());
        Files.copy(other.password(), own.password(), StandardCopyOption.COPY_ATTRIBUTES,
                StandardCopyOption.REPLACE_EXISTING);
        refused(AuthorityStateFile.NAME + ": sealed under store key ");
        assertThat(directory.resolve("transport-controller/lock")).exists();
        OpenParts.open(directory, KeyLayer.CONTENT).close();
    }

    @Test
    void shouldEraseWhatOpensTheStateBefore() throws IOException {
        Path own = deployment.authorities.own(KeyLayer.TRANSPORT);
        Path old = temporary.resolve("old");
        Files.createLink(old, own.resolve(AuthorityStateFile.NAME));
        byte[] before = Files.readAllBytes(old);
        try (AuthorityParts parts = OpenParts.open(directory, KeyLayer.TRANSPORT)) {
            OpenParts.expel(parts, "receiver-1", 0);
        }
        byte[] after = Files.readAllBytes(old);
        assertThat(after).hasSameSizeAs(before).isNotEqualTo(before);
        Files.copy(old, own.resolve(AuthorityStateFile.NAME), StandardCopyOption.REPLACE_EXISTING);
        refused("not the sealed state of an authority");
    }

    @Test
    void shouldRefuseKeysThatAreOlderThanTheLog() {
        Path copy = OpenParts.copy(deployment.authorities.own(KeyLayer.TRANSPORT), temporary.resolve("copy"));
        try (AuthorityParts parts = OpenParts.open(directory, KeyLayer.TRANSPORT)) {
            OpenParts.expel(parts, "receiver-1", 0);
        }
        putBack(copy, AuthorityStateFile.NAME);
        assertThatThrownBy(() -> OpenParts.open(directory, KeyLayer.TRANSPORT)).as("one of the two")
                .isInstanceOf(KeyFileException.class).hasMessageContaining(ChangeJournal.NAME);
        try {
            Files.delete(deployment.authorities.own(KeyLayer.TRANSPORT).resolve(ChangeJournal.NAME));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        refused("found keys as they were after rekey 0, allowed: after rekey 1, which the log says was made");
    }

    private void putBack(Path copy, String name) {
        try {
            Files.copy(copy.resolve(name), deployment.authorities.own(KeyLayer.TRANSPORT).resolve(name),
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void refused(String message) {
        assertThatThrownBy(() -> OpenParts.open(directory, KeyLayer.TRANSPORT)).isInstanceOf(KeyFileException.class)
                .hasMessageContaining(message).hasMessageNotContaining("\n");
    }

    /** Everything that the authorities have on the disk. */
    private List<byte[]> files() throws IOException {
        try (Stream<Path> tree = Files.walk(directory)) {
            List<byte[]> contents = new ArrayList<>();
            for (Path file : tree.filter(Files::isRegularFile).toList()) {
                contents.add(Files.readAllBytes(file));
            }
            return contents;
        }
    }

    private List<byte[]> seeds(KeyLayer layer) {
        List<byte[]> seeds = new ArrayList<>();
        try (AuthorityStateFile file = deployment.authorities.state(layer)) {
            SecureRandom none = new SecureRandom();
            AuthorityTree tree = layer == KeyLayer.TRANSPORT ? file.openTransport(none, _ -> {})
                    : file.openContent(none, _ -> {});
            tree.close();
            ChangeSeal seal = file.changes();
            ChangeJournal.open(deployment.authorities.own(layer).resolve(ChangeJournal.NAME), seal,
                    change -> seeds.add(change.seed()), _ -> {}).close();
        }
        assertThat(seeds).hasSize(2);
        return seeds;
    }

    private static byte[] state(AuthorityTree tree) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        switch (tree) {
            case TransportTree transport -> TreeState.write(transport, out, InsecureSecretAccess.get());
            case ContentTree content -> TreeState.write(content, out, InsecureSecretAccess.get());
        }
        return out.toByteArray();
    }

    private static void addWindows(byte[] bytes, Set<ByteBuffer> to) {
        for (int at = 0; at + WINDOW <= bytes.length; at++) {
            ByteBuffer window = ByteBuffer.wrap(bytes, at, WINDOW).slice();
            Set<Byte> different = new HashSet<>();
            for (int i = 0; i < WINDOW; i++) {
                different.add(window.get(i));
            }
            if (different.size() >= DIFFERENT) {
                to.add(window);
            }
        }
    }

    private static long found(Set<ByteBuffer> secrets, List<byte[]> files) {
        long count = 0;
        for (byte[] bytes : files) {
            for (int at = 0; at + WINDOW <= bytes.length; at++) {
                count += secrets.contains(ByteBuffer.wrap(bytes, at, WINDOW).slice()) ? 1 : 0;
            }
        }
        return count;
    }
}
