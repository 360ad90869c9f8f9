package io.trackmc.keys.controller.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trackmc.keys.controller.deploy.StaticDeployment;
import io.trackmc.keys.controller.plan.DefaultLayout;
import io.trackmc.keys.controller.plan.DeploymentPlan;
import io.trackmc.keys.transport.bundle.BundleException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleInspectorTest {

    private static final Pattern SECRET = Pattern.compile("\"([A-Za-z0-9+/]{43}=)\"");

    @TempDir
    private Path temporary;

    private Path directory;

    @BeforeEach
    void writeDeployment() {
        directory = temporary.resolve("d");
        DeploymentPlan plan = DeploymentPlan.of("demo", "239.1.2.3", 5000, DefaultLayout.of(2, 2));
        StaticDeployment.write(directory, plan, new SecureRandom(),
                InstantSource.fixed(Instant.parse("2026-03-01T12:00:00Z")));
    }

    @Test
    void shouldTellWhatATransportBundleHolds() {
        Inspection found = inspect("rh-1/transport.bundle");

        assertThat(found.kind()).isEqualTo("transport bundle");
        assertThat(found.facts()).containsEntry("group", "demo")
                .containsEntry("node", Map.of("id", 2L, "name", "rh-1", "role", "repair-head"))
                .containsKeys("groupId", "activeEpoch", "epochs", "interiorSecret", "region", "parents", "roster")
                .containsEntry("groupDataKey", "none: a transport bundle cannot hold one");
    }

    @Test
    void shouldShowTheSameFingerprintForTheSameKeyInTwoBundles() {
        assertThat(inspect("sender/transport.bundle").facts().get("epochs"))
                .isEqualTo(inspect("receiver-2/transport.bundle").facts().get("epochs"));
        assertThat(inspect("sender/content.bundle").facts().get("epochs"))
                .isEqualTo(inspect("receiver-2/content.bundle").facts().get("epochs"));
        assertThat(inspect("receiver-1/transport.bundle").facts().get("parents"))
                .isNotEqualTo(inspect("receiver-2/transport.bundle").facts().get("parents"));
    }

    @Test
    void shouldNeverShowASecret() throws IOException {
        for (String file : List.of("rh-1/transport.bundle", "sender/transport.bundle", "sender/content.bundle")) {
            String shown = inspect(file).toString();
            Matcher secrets = SECRET.matcher(Files.readString(directory.resolve(file)));
            assertThat(secrets.find()).isTrue();
            do {
                assertThat(shown).doesNotContain(secrets.group(1));
            } while (secrets.find());
            assertThat(shown).doesNotContainPattern("[0-9a-f]{17,}");
        }
    }

    @Test
    void shouldTellWhatACertificateSays() {
        Map<String, Object> facts = inspect("rh-1/certificate.pem").facts();

        assertThat(facts).containsEntry("subject", "O=demo infrastructure,CN=rh-1")
                .containsEntry("issuer", "O=demo infrastructure,CN=Infrastructure CA")
                .containsEntry("roles", List.of("repair-head")).containsEntry("names", List.of("rh-1"))
                .containsEntry("notAfter", "2028-03-01T12:00:00Z");
        assertThat(inspect("authorities/subscriber-ca.pem").facts()).containsEntry("roles", List.of());
    }

    @Test
    void shouldShowNothingOfAPrivateKey() {
        assertThat(inspect("rh-1/key.pem")).isEqualTo(new Inspection("private key", Map.of("shown", "nothing")));
    }

    @Test
    void shouldRefuseWhatIsNoKeyFileOrIsDamaged() throws IOException {
        Path bundle = directory.resolve("rh-1/transport.bundle");
        Path certificate = directory.resolve("rh-1/certificate.pem");
        Files.writeString(bundle, Files.readString(bundle).replace("rh-1", "rh-7"));
        Files.writeString(certificate, Files.readString(certificate).substring(0, 100));

        assertThatThrownBy(() -> inspect("rh-1/transport.bundle")).isInstanceOf(BundleException.class)
                .hasMessageContaining("damaged or edited");
        assertThatThrownBy(() -> inspect("rh-1/certificate.pem")).isInstanceOf(BundleException.class)
                .hasMessageContaining("damaged");
        assertThatThrownBy(() -> inspect("rh-1.conf")).isInstanceOf(BundleException.class)
                .hasMessageContaining("allowed: a transport bundle, content bundle, certificate or private key");
        assertThatThrownBy(() -> inspect("none")).isInstanceOf(BundleException.class)
                .hasMessageContaining("no such file");
        assertThatThrownBy(() -> inspect("rh-1")).isInstanceOf(BundleException.class);
    }

    @Test
    void shouldAnswerAnyShortenedFileWithOneLine() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                byte[] bytes = Files.readAllBytes(file);
                for (int length = 0; length < bytes.length; length += 37) {
                    Files.write(temporary.resolve("cut"), Arrays.copyOf(bytes, length));
                    try {
                        BundleInspector.inspect(temporary.resolve("cut"), _ -> {});
                    } catch (BundleException e) {
                        assertThat(e.getMessage()).startsWith(temporary.resolve("cut").toString()).doesNotContain("\n");
                    }
                }
            }
        }
    }

    private Inspection inspect(String file) {
        return BundleInspector.inspect(directory.resolve(file), _ -> {});
    }
}
