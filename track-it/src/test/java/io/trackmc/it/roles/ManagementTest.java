package io.trackmc.it.roles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.trackmc.keys.controller.plan.DefaultLayout;
import io.trackmc.keys.controller.pki.CertificateAuthority;
import io.trackmc.keys.controller.pki.KeyPair;
import io.trackmc.keys.transport.bundle.TransportBundle;
import io.trackmc.keys.transport.identity.RoleOid;
import io.trackmc.net.ConfigurationException;
import io.trackmc.net.node.KeySource;
import io.trackmc.proto.sender.SenderStall;
import io.trackmc.repairhead.RepairHead;
import io.trackmc.sender.Publisher;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Metrics and health of nodes that run, asked for over loopback. */
class ManagementTest {

    private static final int LENGTH = 500;
    private static final int MESSAGES = 2000;
    private static final String ANY_PORT = "127.0.0.1:0";

    @TempDir
    Path directory;

    private Path deployment;

    @BeforeEach
    void name() {
        deployment = directory.resolve("group");
    }

    @Test
    void shouldCallARepairHeadWithoutAParentAliveAndNotReady() {
        try (Group group = Group.of(deployment, DefaultLayout.of(1, 1)).with("management.address", ANY_PORT)) {
            RepairHead repairHead = group.repairHead("rh-1");
            InetSocketAddress address = repairHead.managementAddress();
            assertThat(Scrape.get(address, "/livez").statusCode()).isEqualTo(200);
            Waiting.until(() -> Scrape.get(address, "/readyz").body().equals("not ready: it has no parent\n"));
            assertThat(Scrape.get(address, "/readyz").statusCode()).isEqualTo(503);

            Publisher sender = group.sender();
            Waiting.until(() -> Scrape.get(address, "/readyz").statusCode() == 200);
            assertThat(Scrape.get(sender.managementAddress(), "/readyz").body()).isEqualTo("ready\n");
            assertThat(Scrape.get(address, "/status").body()).startsWith("{\"node\":\"rh-1\",")
                    .contains("\"parent\":\"sender\"");

            repairHead.drain();
            Waiting.until(() -> Scrape.get(address, "/readyz").body().equals("not ready: it is leaving the tree\n"));
            assertThat(Scrape.get(address, "/livez").body()).isEqualTo("alive\n");
        }
    }

    @Test
    void shouldTellWhatNodesReportThemselves() throws Exception {
        try (Group group = Group.of(deployment, DefaultLayout.of(1, 2)).losing(0.05)
                .with("management.address", ANY_PORT)) {
            Publisher sender = group.sender();
            RepairHead repairHead = group.repairHead("rh-1");
            List<Application> receivers = Stream.of("receiver-1", "receiver-2")
                    .map(name -> group.application(name, context -> context)).toList();
            Await.future(sender.receiversBound(2));
            Messages messages = new Messages(LENGTH);
            for (int i = 0; i < MESSAGES; i++) {
                sender.blocking().publish(messages.next(LENGTH), 0, LENGTH);
            }
            Await.future(sender.finish());

            String ofSender = Scrape.metrics(sender.managementAddress());
            assertThat(ofSender).contains("track_messages_total{region=\"0\",role=\"sender\",session=\"test\"} 2000.0");
            assertThat(Scrape.sum(ofSender, "track_data_packets_sent_total"))
                    .isEqualTo(sender.status().highestSent());
            String ofRepairHead = Scrape.metrics(repairHead.managementAddress());
            assertThat(Scrape.sum(ofRepairHead, "track_repair_packets_sent_total")).isPositive()
                    .isEqualTo(repairHead.status().repairsSent());
            assertThat(Scrape.sum(ofRepairHead, "track_naks_received_total"))
                    .isEqualTo(repairHead.status().nacksReceived());
            assertThat(ofRepairHead).contains(
                    "track_drops_total{reason=\"injected\",region=\"1\",role=\"repair-head\",",
                    "track_key_epoch{layer=\"transport\",region=\"1\",role=\"repair-head\",session=\"test\"} 1.0",
                    "track_build_info{", "track_socket_drops_total{");
            Config told = ConfigFactory.parseString(Scrape.get(repairHead.managementAddress(), "/status").body());
            assertThat(told.hasPath("children")).isTrue();
            Config top = ConfigFactory.parseString(Scrape.get(sender.managementAddress(), "/status").body());
            assertThat(top.getString("state")).isEqualTo("finished");
            assertThat(top.getIsNull("stall")).isTrue();
            assertThat(top.getConfig("stalledMillis").root()).hasSize(SenderStall.values().length);
            for (Application receiver : receivers) {
                String metrics = Scrape.metrics(receiver.subscription.managementAddress());
                assertThat(Scrape.sum(metrics, "track_messages_total")).isEqualTo(MESSAGES);
                assertThat(Scrape.sum(metrics, "track_gaps_detected_total")).isPositive()
                        .isEqualTo(receiver.subscription.status().losses());
            }
        }
    }

    @Test
    void shouldNotBeReadyWhenItsOnlySessionIsOver() throws Exception {
        try (Group group = Group.of(deployment, DefaultLayout.of(0, 1)).with("management.address", ANY_PORT)) {
            Publisher sender = group.sender();
            InetSocketAddress address = group.application("receiver-1").subscription.managementAddress();
            Await.future(sender.receiversBound(1));
            Waiting.until(() -> Scrape.get(address, "/readyz").statusCode() == 200);
            sender.blocking().publish(new Messages(LENGTH).next(LENGTH), 0, LENGTH);
            Await.future(sender.finish());
            Waiting.until(() -> Scrape.get(address, "/readyz").body().equals("not ready: the session is over\n"));
            assertThat(Scrape.get(address, "/livez").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void shouldTellOfEachChildWhatItAskedFor() throws Exception {
        try (Group group = Group.of(deployment, DefaultLayout.of(0, 2)).losing(0.05)
                .with("management.address", ANY_PORT)) {
            Publisher sender = group.sender();
            group.application("receiver-1");
            group.application("receiver-2");
            Await.future(sender.receiversBound(2));
            Messages messages = new Messages(LENGTH);
            for (int i = 0; i < MESSAGES; i++) {
                sender.blocking().publish(messages.next(LENGTH), 0, LENGTH);
            }
            Waiting.until(() -> sender.stablePosition() == MESSAGES);

            List<? extends Config> children = ConfigFactory.parseString(
                    Scrape.get(sender.managementAddress(), "/status").body()).getConfigList("children");
            assertThat(children).extracting(child -> child.getString("name"))
                    .containsExactlyInAnyOrder("receiver-1", "receiver-2");
            assertThat(children).allSatisfy(child -> {
                assertThat(child.getLong("behindPackets")).isZero();
                assertThat(child.getLong("packetsAsked")).isPositive();
                assertThat(child.getString("slowestNode")).isEqualTo(child.getString("name"));
            });
            assertThat(children.stream().mapToLong(child -> child.getLong("nacksReceived")).sum())
                    .isEqualTo(sender.status().nacksReceived());
        }
    }

    @Test
    void shouldRefuseACertificateThatIsNotForServers() throws IOException {
        try (Group group = Group.of(deployment, DefaultLayout.of(1, 1)).with("management.address", ANY_PORT)) {
            shown(group, RoleOid.REPAIR_HEAD);
            assertThatExceptionOfType(ConfigurationException.class).isThrownBy(group::sender)
                    .withMessageContaining("found a certificate that is not for TLS servers");
        }
    }

    @Test
    void shouldRefuseAPrivateKeyThatIsNotTheCertificatesBeforeAnybodyComes() throws IOException {
        try (Group group = Group.of(deployment, DefaultLayout.of(1, 1)).with("management.address", ANY_PORT)) {
            shown(group, RoleOid.TRANSPORT_CONTROLLER);
            Files.write(directory.resolve("m.key"), KeyPair.generate(new SecureRandom()).privateKeyPem());
            assertThatExceptionOfType(ConfigurationException.class).isThrownBy(() -> group.repairHead("rh-1"))
                    .withMessageContaining("key \"management.private-key\" or \"management.certificate\": ")
                    .withMessageContaining("m.key: found another key than that of the certificate in ");
            Files.writeString(directory.resolve("m.key"),
                    "-----BEGIN PRIVATE KEY-----\n!!!!\n-----END PRIVATE KEY-----\n");
            assertThatExceptionOfType(ConfigurationException.class).isThrownBy(() -> group.repairHead("rh-1"))
                    .withMessageContaining("m.key: cannot be read as PEM");
        }
    }

    /** A certificate of an authority of its own. */
    private void shown(Group group, RoleOid role) throws IOException {
        SecureRandom random = new SecureRandom();
        KeyPair keys = KeyPair.generate(random);
        byte[] certificate = CertificateAuthority.create("ca", "test", Instant.now(), random)
                .issuePem("localhost", role, keys, Instant.now());
        group.with("management.certificate", Files.write(directory.resolve("m.pem"), certificate).toString())
                .with("management.private-key", Files.write(directory.resolve("m.key"), keys.privateKeyPem())
                        .toString());
    }

    @Test
    void shouldNameNoOtherNode() {
        try (Group group = Group.of(deployment, DefaultLayout.of(1, 2)).with("management.address", ANY_PORT)) {
            Publisher sender = group.sender();
            RepairHead repairHead = group.repairHead("rh-1");
            group.application("receiver-1");
            Await.future(sender.receiversBound(1));
            assertThat(Scrape.metrics(sender.managementAddress())).doesNotContain("rh-1", "receiver-");
            assertThat(Scrape.metrics(repairHead.managementAddress())).doesNotContain("receiver-");
        }
    }

    @Test
    void shouldRefuseToStartWhereThePortIsTaken() {
        try (Group group = Group.of(deployment, DefaultLayout.of(1, 1)).with("management.address", ANY_PORT)) {
            int taken = group.sender().managementAddress().getPort();
            group.with("management.address", "127.0.0.1:" + taken);
            List<TransportBundle> read = new ArrayList<>();
            KeySource files = (config, warnings) -> {
                read.add(KeySource.FILES.transportKeys(config, warnings));
                return read.getFirst();
            };
            assertThatExceptionOfType(ConfigurationException.class)
                    .isThrownBy(() -> group.repairHead("rh-1", context -> context.keySource(files)))
                    .withMessageContaining("management.address: cannot listen at 127.0.0.1:" + taken);
            assertThat(read).singleElement().satisfies(
                    bundle -> assertThat(bundle.epochs()).allMatch(epoch -> epoch.key().isDestroyed()));
        }
    }

    @Test
    void shouldAskForTlsAndATokenWhereItIsToldTo() throws IOException {
        Path token = Files.writeString(directory.resolve("token"), "0123456789abcdef0123456789abcdef");
        try (Group group = Group.of(deployment, DefaultLayout.of(1, 1))) {
            group.with("management.address", "0.0.0.0:0").with("management.token-file", token.toString());
            shown(group, RoleOid.TRANSPORT_CONTROLLER); // which is a server
            int port = group.sender().managementAddress().getPort();
            try (TlsScrape client = new TlsScrape(port)) {
                HttpResponse<String> stranger = client.get("/metrics", null);
                assertThat(stranger.statusCode()).isEqualTo(401);
                assertThat(stranger.body()).doesNotContain("track_");
                assertThat(client.get("/metrics", "0123456789abcdef0123456789abcdeX").statusCode()).isEqualTo(401);
                HttpResponse<String> known = client.get("/metrics", "0123456789abcdef0123456789abcdef");
                assertThat(known.statusCode()).isEqualTo(200);
                assertThat(Scrape.sum(known.body(), "track_management_refusals_total")).isEqualTo(2);
            }
        }
    }
}
