package io.trackmc.keys.transport.rekey;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The known rekey, whole and damaged. */
class RekeySelfTestTest {

    @Test
    void shouldApplyTheKnownRekey() {
        assertThatCode(RekeySelfTest::require).doesNotThrowAnyException();
    }

    @Test
    void shouldFailWhenASignatureDoesNotHold() throws IOException {
        List<String> parts = new ArrayList<>(parts());
        String header = parts.getFirst();
        parts.set(0, header.substring(0, header.length() - 2) + (header.endsWith("00") ? "01" : "00"));
        assertThatIllegalStateException()
                .isThrownBy(() -> RekeySelfTest.requireApplied(read("known-bundle.json"), parts))
                .withMessageContaining("self-test");
    }

    @Test
    void shouldFailWhenAPartIsMissing() throws IOException {
        List<String> parts = parts();
        assertThatIllegalStateException().isThrownBy(
                () -> RekeySelfTest.requireApplied(read("known-bundle.json"), parts.subList(0, 1)));
    }

    private static List<String> parts() throws IOException {
        return new String(read("known-rekey.txt"), StandardCharsets.US_ASCII).lines().toList();
    }

    private static byte[] read(String resource) throws IOException {
        try (InputStream in = Objects.requireNonNull(RekeySelfTest.class.getResourceAsStream(resource))) {
            return in.readAllBytes();
        }
    }
}
