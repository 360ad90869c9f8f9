package io.trackmc.keys.controller.authority;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.keys.controller.pki.CertificateAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RevocationKeeperTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    private Path directory;

    private final CertificateAuthority authority = CertificateAuthority.create("Subscriber CA", "p", NOW,
            new SecureRandom());

    @Test
    void shouldTakeAListWhenItsTimeHasComeThatSeemedToBeOfTheFuture() throws IOException {
        Path offered = directory.resolve("offered");
        RevocationKeeper keeper = new RevocationKeeper(offered, directory.resolve("kept"), authority.certificate());
        Files.write(offered, authority.revocationList(Set.of("a1"), NOW, NOW.plus(Duration.ofDays(1))));
        Instant slow = NOW.minus(Duration.ofHours(2));
        List<String> refused = new ArrayList<>();
        keeper.look(slow, (_, why) -> refused.add(why));
        assertThat(refused).singleElement().asString().contains("none from the future");
        assertThat(keeper.current()).isNull();

        keeper.look(NOW, (_, _) -> {});

        assertThat(keeper.current()).as("this host's clock was wrong, and is right again").isNotNull();
    }
}
