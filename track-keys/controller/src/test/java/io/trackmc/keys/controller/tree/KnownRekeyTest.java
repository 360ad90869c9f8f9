package io.trackmc.keys.controller.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.trackmc.keys.transport.rekey.RekeySelfTest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * What nodes test themselves with before they start is what an authority would make. Its secrets are everybody's, and protect nothing. Written anew with
 * {@code -Dsnapshot.update=true}.
 */
class KnownRekeyTest {

    private static final Path RESOURCES = Path
            .of("../transport-keys/src/main/resources/io/trackmc/keys/transport/rekey");

    private final RehearsalGroup group = new RehearsalGroup(new SeededSecureRandom(43), TestTerms.NOW);

    @Test
    void theBundleIsThatOnRecord() throws IOException {
        assertRecorded("known-bundle.json", group.bundle());
    }

    @Test
    void theRekeyIsThatOnRecord() throws IOException {
        assertRecorded("known-rekey.txt",
                (String.join("\n", group.parts()) + "\n").getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void anAuthorityCanMakeOneThatAMemberApplies() {
        assertThatCode(TreeSelfTest::require).doesNotThrowAnyException();
    }

    private static void assertRecorded(String name, byte[] made) throws IOException {
        if (Boolean.getBoolean("snapshot.update")) {
            Files.createDirectories(RESOURCES);
            Files.write(RESOURCES.resolve(name), made);
            return;
        }
        try (InputStream in = Objects.requireNonNull(RekeySelfTest.class.getResourceAsStream(name))) {
            assertThat(in.readAllBytes()).isEqualTo(made);
        }
    }
}
