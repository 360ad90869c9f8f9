package io.trackmc.keys.controller.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trackmc.keys.transport.conf.ConfException;
import io.trackmc.keys.transport.file.KeyFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where an authority's configuration has its key store. */
class AuthorityConfigFileTest {

    @TempDir
    private Path temporary;

    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = temporary.resolve("controller.conf");
        Files.writeString(file, """
                authority { role = transport-controller, directory = authorities }
                listen = "127.0.0.1:0"
                """);
    }

    @Test
    void shouldTakeTheFilesThatKeysInitMakesWhereNoneIsNamed() {
        AuthoritySettings settings = AuthorityConfigFile.read(file, Map.of());
        assertThat(settings.store()).isEqualTo(settings.directory().store(settings.layer()));
        assertThat(settings.store().keyStore()).hasFileName("transport-controller.p12");
        assertThat(settings.store().password()).hasFileName("transport-controller.password");
    }

    @Test
    void shouldTakeNamesRelativeToTheFile() {
        AuthoritySettings settings = AuthorityConfigFile.read(file, Map.of("authority.key-store", "keys/own.p12",
                "authority.key-store-password-file", "/run/credentials/password"));
        assertThat(settings.store().keyStore()).isEqualTo(temporary.resolve("keys/own.p12"));
        assertThat(settings.store().password()).isEqualTo(Path.of("/run/credentials/password"));
    }

    @Test
    void shouldReadWhatKeysInitWrote() {
        TestDeployment deployment = new TestDeployment(temporary.resolve("d"));
        for (String name : new String[] {"controller.conf", "content-authority.conf"}) {
            AuthoritySettings settings = AuthorityConfigFile.read(deployment.directory.resolve(name), Map.of());
            assertThat(settings.store()).isEqualTo(deployment.authorities.store(settings.layer()));
        }
    }

    @Test
    void shouldRefuseByNameWhatIsNotBuiltAndWhatIsUnknown() {
        assertThatThrownBy(() -> AuthorityConfigFile.read(file, Map.of("authority.key-store", "pkcs11:object=track")))
                .isInstanceOf(KeyFileException.class).hasMessageContaining("key \"authority.key-store\": found"
                        + " \"pkcs11:object=track\", allowed: the name of a PKCS#12 file; tokens (pkcs11:) are not built yet");
        assertThatThrownBy(() -> AuthorityConfigFile.read(file, Map.of("authority.keystore", "x")))
                .isInstanceOf(KeyFileException.class).hasMessageContaining("nearest is \"authority.key-store\"");
    }

    @Test
    void shouldRefuseKeysThatMustBeUsedBeforeTheyMayAndTellAllFaultsAtOnce() {
        Map<String, String> overrides = Map.of("changeover.not-before", "5s", "changeover.hard", "2s", "listen", "x");
        assertThatThrownBy(() -> AuthorityConfigFile.read(file, overrides)).isInstanceOfSatisfying(ConfException.class,
                e -> assertThat(e.faults()).hasSize(2).contains("-Dchangeover.not-before: key"
                        + " \"changeover.not-before\": found \"5s\", allowed: at most 2s, which is changeover.hard"));
        assertThat(AuthorityConfigFile.readWhole(file, Map.of("limits.per-address", "5000")).warnings())
                .singleElement().asString().contains("is never reached: limits.connections limits all together");
    }
}
