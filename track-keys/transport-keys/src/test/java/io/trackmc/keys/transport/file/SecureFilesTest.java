package io.trackmc.keys.transport.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecureFilesTest {

    @TempDir
    private Path temporary;

    @Test
    void shouldReplaceAFileAndLeaveNoOtherBehind() throws IOException {
        Path file = temporary.resolve("a");
        SecureFiles.write(file, new byte[] {1});
        SecureFiles.write(file, new byte[] {2, 3});

        assertThat(file).binaryContent().containsExactly(2, 3);
        try (var found = Files.list(temporary)) {
            assertThat(found).containsExactly(file);
        }
    }

    @Test
    void shouldKeepTheOldFileWhenTheNewOneCannotBeWritten() throws IOException {
        Path directory = Files.createDirectory(temporary.resolve("in-the-way"));
        Files.createFile(directory.resolve("child"));

        assertThatThrownBy(() -> SecureFiles.write(directory, new byte[1])).isInstanceOf(KeyFileException.class)
                .hasMessageStartingWith(directory + ": cannot be written");
        try (var found = Files.list(temporary)) {
            assertThat(found).containsExactly(directory);
        }
    }

    @Test
    void shouldCreateButNeverReplace() throws IOException {
        Path file = temporary.resolve("new");
        SecureFiles.create(file, new byte[] {1});

        assertThatThrownBy(() -> SecureFiles.createPublic(file, new byte[] {2})).isInstanceOf(KeyFileException.class)
                .hasMessageStartingWith(file + ": cannot be written");
        assertThat(file).binaryContent().containsExactly(1);
    }

    @Test
    void shouldSayThatAFileIsWhereADirectoryShouldBe() throws IOException {
        Path file = Files.createFile(temporary.resolve("taken"));

        assertThatThrownBy(() -> SecureFiles.createDirectory(file)).isInstanceOf(KeyFileException.class)
                .hasMessage(file + ": is a file, allowed: a directory, or a name that is free");
    }

    @Test
    void shouldRefuseToReadAFileThatIsTooLong() throws IOException {
        Path file = temporary.resolve("long");
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(SecureFiles.MAX_BYTES + 1L);
        }

        assertThatThrownBy(() -> SecureFiles.read(file, _ -> {})).isInstanceOf(KeyFileException.class)
                .hasMessageContaining("longer than");
    }

    @Test
    void shouldSayWhenPermissionIsDenied() throws IOException {
        Path file = Files.createFile(temporary.resolve("closed"));
        assumeTrue(file.toFile().setReadable(false) && !Files.isReadable(file), "this user may read everything");

        assertThatThrownBy(() -> SecureFiles.read(file, _ -> {})).hasMessageEndingWith("permission denied");
    }

    @Test
    void shouldTellADiskThatIsFullFromAPathThatIsWrong() {
        Path file = temporary.resolve("file");
        assertThatThrownBy(() -> SecureFiles.write(file, _ -> {
            throw new IOException("No space left on device");
        })).isInstanceOf(DiskFaultException.class).hasMessageStartingWith(file + ": cannot be written: ");
        Path nowhere = temporary.resolve("nowhere/file");
        assertThatThrownBy(() -> SecureFiles.write(nowhere, new byte[1])).isExactlyInstanceOf(KeyFileException.class);
    }
}
