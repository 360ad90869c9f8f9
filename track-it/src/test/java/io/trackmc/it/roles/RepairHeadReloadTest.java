package io.trackmc.it.roles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.trackmc.keys.controller.plan.DefaultLayout;
import io.trackmc.keys.controller.pki.CertificateAuthority;
import io.trackmc.keys.controller.pki.KeyPair;
import io.trackmc.keys.transport.identity.RoleOid;
import io.trackmc.net.ConfigurationException;
import io.trackmc.repairhead.RepairHead;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A repair head that goes on with another configuration while it runs. */
class RepairHeadReloadTest {

    private static final String OLD_TOKEN = "0123456789abcdef0123456789abcdef";
    private static final String NEW_TOKEN = "fedcba9876543210fedcba9876543210";

    @TempDir
    Path directory;

    private Path certificate = Path.of("");
    private Path privateKey = Path.of("");
    private Path token = Path.of("");

    @BeforeEach
    void write() throws IOException {
        certificate = directory.resolve("m.pem");
        privateKey = directory.resolve("m.key");
        token = directory.resolve("token");
        issue("before", OLD_TOKEN);
    }

    @Test
    void shouldShowTheNewCertificateAndAskForTheNewTokenWithoutARestart() throws IOException {
        try (Group group = group()) {
            RepairHead repairHead = group.repairHead("rh-1");
            int port = repairHead.managementAddress().getPort();
            assertThat(shownAt(port, OLD_TOKEN)).isEqualTo("CN=before,O=test");

            issue("after", NEW_TOKEN);
            assertThat(shownAt(port, OLD_TOKEN)).as("nobody has told it").isEqualTo("CN=before,O=test");
            repairHead.reload(group.config("rh-1"));

            assertThat(shownAt(port, NEW_TOKEN)).isEqualTo("CN=after,O=test");
            try (TlsScrape client = new TlsScrape(port)) {
                assertThat(client.get("/livez", OLD_TOKEN).statusCode()).isEqualTo(401);
            }
        }
    }

    @Test
    void shouldChangeNothingWhereACertificateDoesNotMatchItsKey() throws IOException {
        try (Group group = group()) {
            RepairHead repairHead = group.repairHead("rh-1");
            int port = repairHead.managementAddress().getPort();
            issue("after", NEW_TOKEN);
            Files.write(privateKey, KeyPair.generate(new SecureRandom()).privateKeyPem());
            group.with("tree.max-children", "1").with("tree.reserved-for-repair-heads", "0");

            assertThatExceptionOfType(ConfigurationException.class)
                    .isThrownBy(() -> repairHead.reload(group.config("rh-1")))
                    .withMessageContaining("found another key");

            assertThat(shownAt(port, OLD_TOKEN)).isEqualTo("CN=before,O=test");
            Files.writeString(group.directory().resolve("rh-1/certificate.pem"), "nothing");
            issue("after", NEW_TOKEN);
            assertThatExceptionOfType(ConfigurationException.class)
                    .isThrownBy(() -> repairHead.reload(group.config("rh-1")))
                    .withMessageContaining("rh-1/certificate.pem: found no certificate");
            assertThat(shownAt(port, OLD_TOKEN)).isEqualTo("CN=before,O=test");
            group.sender();
            List.of("receiver-1", "receiver-2").forEach(group::application);
            Waiting.until(() -> repairHead.status().children().size() == 2);
        }
    }

    @Test
    void shouldTakeNoMoreChildrenThanANewLimitAndKeepThoseThatThereAre() {
        try (Group group = group()) {
            group.sender();
            RepairHead repairHead = group.repairHead("rh-1");
            List.of("receiver-1", "receiver-2").forEach(group::application);
            Waiting.until(() -> repairHead.status().children().size() == 2);

            group.with("tree.max-children", "1").with("tree.reserved-for-repair-heads", "0");
            repairHead.reload(group.config("rh-1"));

            assertThat(repairHead.status().children()).hasSize(2);
            group.with("tree.max-children", "65");
            assertThatExceptionOfType(ConfigurationException.class)
                    .isThrownBy(() -> repairHead.reload(group.config("rh-1")))
                    .withMessageContaining("key \"tree.max-children\": found 65, allowed: up to 64 while it runs");
        }
    }

    private Group group() {
        return Group.of(directory.resolve("group"), DefaultLayout.of(1, 2)).with("management.address", "127.0.0.1:0")
                .with("management.certificate", certificate.toString())
                .with("management.private-key", privateKey.toString())
                .with("management.token-file", token.toString());
    }

    private void issue(String name, String secret) throws IOException {
        SecureRandom random = new SecureRandom();
        KeyPair keys = KeyPair.generate(random);
        Files.write(certificate, CertificateAuthority.create("ca", "test", Instant.now(), random)
                .issuePem(name, RoleOid.TRANSPORT_CONTROLLER, keys, Instant.now()));
        Files.write(privateKey, keys.privateKeyPem());
        Files.writeString(token, secret);
    }

    /** Whose certificate is shown to a new connection that shows this token. */
    private static String shownAt(int port, String secret) throws SSLPeerUnverifiedException {
        try (TlsScrape client = new TlsScrape(port)) {
            HttpResponse<String> answer = client.get("/livez", secret);
            assertThat(answer.statusCode()).isEqualTo(200);
            X509Certificate shown = (X509Certificate) answer.sslSession().orElseThrow().getPeerCertificates()[0];
            return shown.getSubjectX500Principal().getName();
        }
    }
}
