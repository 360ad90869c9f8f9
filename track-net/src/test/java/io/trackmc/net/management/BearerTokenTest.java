package io.trackmc.net.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.trackmc.keys.transport.file.KeyFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BearerTokenTest {

    private static final String TOKEN = "abcdefghijklmnop-._~+/==";

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"", "fifteen-letters", "with blanks within it", "one-line-of-token\nand-another-line"})
    void shouldRefuseAFileWithoutAToken(String text) throws IOException {
        Path file = Files.writeString(directory.resolve("token"), text);
        assertThatExceptionOfType(KeyFileException.class).isThrownBy(() -> BearerToken.read(file, _ -> {}))
                .withMessageContaining("found no token");
    }

    @Test
    void shouldWarnOfAFileThatOthersMayRead() throws IOException {
        Path file = Files.writeString(directory.resolve("token"), TOKEN);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        List<String> warnings = new ArrayList<>();
        BearerToken token = BearerToken.read(file, warnings::add);
        assertThat(warnings).singleElement().asString().contains("open to others");
        assertThat(token.isShownBy("Bearer " + TOKEN)).isTrue();
        assertThat(token).hasToString("BearerToken");
    }
}
