package io.trackmc.keys.controller.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trackmc.keys.transport.file.KeyFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreFilesTest {

    @TempDir
    private Path temporary;

    private StoreFiles files;
    private StoreKey made;

    @BeforeEach
    void make() {
        files = named("one");
        made = files.create(new SecureRandom());
    }

    @Test
    void shouldGiveTheSameKeyAgain() {
        assertThat(files.open().id()).isEqualTo(made.id()).hasSize(16);
        assertThat(files.open()).hasToString("StoreKey(" + made.id() + ")");
        assertThat(named("two").create(new SecureRandom()).id()).isNotEqualTo(made.id());
    }

    @Test
    void shouldBeReadableByNobodyElse() throws IOException {
        for (Path file : new Path[] {files.keyStore(), files.password()}) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        }
    }

    @Test
    void shouldRefuseFilesThatAreOpenToOthers() throws IOException {
        refusedWhenOpen(files.password(), "authority.key-store-password-file");
        refusedWhenOpen(files.keyStore(), "authority.key-store");
    }

    @Test
    void shouldSayInOneLineWhichFileIsMissing() throws IOException {
        Files.delete(files.keyStore());
        refused(files, files.keyStore() + ": cannot be read: no such file (key \"authority.key-store\")");
        Files.delete(files.password());
        refused(files, files.password() + ": cannot be read: no such file (key \"authority.key-store-password-file\")");
    }

    @Test
    void shouldSayInOneLineThatThePasswordIsAnothers() throws IOException {
        StoreFiles other = named("other");
        other.create(new SecureRandom());
        StoreFiles mixed = new StoreFiles(files.keyStore(), other.password());
        refused(mixed, files.keyStore() + ": key \"authority.key-store\": does not open with the password in "
                + other.password() + ", allowed: the PKCS#12 file that this password belongs to, unaltered");
        Files.writeString(other.password(), "\n");
        refused(mixed, other.password()
                + ": key \"authority.key-store-password-file\": found 0 characters, allowed: one line of 1 to 1024");
    }

    @Test
    void shouldNeverGiveAnotherKeyWhenAByteWasFlipped() throws IOException {
        byte[] whole = Files.readAllBytes(files.keyStore());
        int refused = 0;
        for (int at = 0; at < whole.length; at += 3) {
            byte[] bytes = whole.clone();
            bytes[at] ^= 1;
            Files.write(files.keyStore(), bytes);
            try {
                assertThat(files.open().id()).as("byte %d", at).isEqualTo(made.id());
            } catch (KeyFileException _) {
                refused++;
            }
        }
        assertThat(refused).as("of %d", whole.length / 3).isGreaterThan(whole.length / 4);
    }

    @Test
    void shouldOverwriteNothing() {
        assertThatThrownBy(() -> files.create(new SecureRandom())).isInstanceOf(KeyFileException.class);
        assertThat(files.open().id()).isEqualTo(made.id());
    }

    private void refusedWhenOpen(Path file, String key) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        refused(files, file + ": holds secrets and is open to others: mode rw-r-----, should be rw------- (key \"" + key
                + "\")");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));
        assertThat(files.open().id()).isEqualTo(made.id());
    }

    private static void refused(StoreFiles files, String message) {
        assertThatThrownBy(files::open).isInstanceOf(KeyFileException.class).hasMessage(message);
    }

    private StoreFiles named(String name) {
        return new StoreFiles(temporary.resolve(name + ".p12"), temporary.resolve(name + ".password"));
    }
}
