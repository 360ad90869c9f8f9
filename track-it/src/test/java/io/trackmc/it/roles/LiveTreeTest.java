package io.trackmc.it.roles;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.trackmc.keys.controller.plan.DefaultLayout;
import io.trackmc.keys.controller.pki.CertificateAuthority;
import io.trackmc.keys.controller.pki.KeyPair;
import io.trackmc.keys.transport.identity.RoleOid;
import io.trackmc.repairhead.RepairHead;
import io.trackmc.sender.Publisher;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tree as running nodes tell it, put together at the sender. */
class LiveTreeTest {

    private static final String TOKEN = "0123456789abcdef0123456789abcdef";
    private static final String ANY_PORT = "127.0.0.1:0";

    @TempDir
    Path directory;

    private Path deployment;

    @BeforeEach
    void name() {
        deployment = directory.resolve("group");
    }

    @Test
    void shouldShowAtTheSenderWhatRepairHeadsKnow() {
        try (Group group = Group.of(deployment, DefaultLayout.of(2, 4)).with("management.address", ANY_PORT)) {
            RepairHead one = group.repairHead("rh-1");
            RepairHead other = group.repairHead("rh-2");
            Publisher sender = group.sender(context -> context.nodeConfig(group.config("sender",
                    Map.of("management.below", "[" + below(one) + "," + below(other) + "]"))));
            for (int i = 1; i <= 4; i++) {
                group.application("receiver-" + i);
            }
            Await.future(sender.receiversBound(4));
            InetSocketAddress at = sender.managementAddress();
            Waiting.until(() -> names(at).size() == 6);
            assertThat(names(at)).containsExactlyInAnyOrder("rh-1", "rh-2", "receiver-1", "receiver-2", "receiver-3",
                    "receiver-4");
            List<? extends Config> nodes = nodes(at, "/tree");
            assertThat(nodes).extracting(node -> node.getString("name")).containsExactly("sender", "rh-1", "rh-2");
            assertThat(nodes.get(1).getString("parentName")).isEqualTo("sender");
            assertThat(nodes.get(1).getLong("transportEpoch")).isOne();
            assertThat(nodes.get(1).getString("run")).isEqualTo(nodes.getFirst().getString("run")).hasSize(16);
            assertThat(nodes.get(1).getConfigList("children").getFirst().getLong("since")).isPositive();
            assertThat(nodes(at, "/tree/own")).singleElement().satisfies(node -> assertThat(node.getString("name"))
                    .isEqualTo("sender"));

            one.close();
            Waiting.until(() -> Scrape.get(at, "/tree").body().contains("from rh-1 to rh-2"));
            Config moved = nodes(at, "/tree").stream().filter(node -> node.getString("name").equals("rh-2"))
                    .flatMap(node -> node.getConfigList("children").stream())
                    .filter(child -> child.getString("from").equals("rh-1")).findFirst().orElseThrow();
            assertThat(moved.getString("name")).isIn("receiver-1", "receiver-2", "receiver-3", "receiver-4");
            assertThat(Scrape.get(at, "/").body()).startsWith("<!doctype html>");
        }
    }

    @Test
    void shouldAskUnderTlsWithTheTokenOfTheNodeBelow() throws IOException {
        Path token = Files.writeString(directory.resolve("token"), TOKEN);
        Path certificate = directory.resolve("m.pem");
        try (Group group = Group.of(deployment, DefaultLayout.of(1, 1))) {
            SecureRandom random = new SecureRandom();
            KeyPair keys = KeyPair.generate(random);
            Files.write(certificate, CertificateAuthority.create("ca", "test", Instant.now(), random)
                    .issuePem("rh-1", RoleOid.TRANSPORT_CONTROLLER, keys, Instant.now()));
            Files.write(directory.resolve("m.key"), keys.privateKeyPem());
            Map<String, String> secured = Map.of("management.address", ANY_PORT, "management.token-file",
                    token.toString(), "management.certificate", certificate.toString(), "management.private-key",
                    directory.resolve("m.key").toString());
            RepairHead head = group.repairHead("rh-1",
                    context -> context.nodeConfig(group.config("rh-1", secured)));
            String url = "https://127.0.0.1:" + head.managementAddress().getPort();
            String good = "{url=\"" + url + "\",token-file=\"" + token + "\",certificate=\"" + certificate + "\"}";
            Path wrong = Files.writeString(directory.resolve("wrong"), "x" + TOKEN);
            Publisher sender = group.sender(context -> context.nodeConfig(group.config("sender",
                    Map.of("management.address", ANY_PORT, "management.below", "[" + good + "]"))));
            group.application("receiver-1");
            Await.future(sender.receiversBound(1));
            InetSocketAddress at = sender.managementAddress();
            Waiting.until(() -> names(at).contains("receiver-1"));
            assertThat(Scrape.metrics(at)).contains("track_tree_reports_total{region=\"0\",result=\"taken\"");
            sender.close();

            String stranger = good.replace(token.toString(), wrong.toString());
            String untrusted = "{url=\"" + url + "\",token-file=\"" + token + "\"}";
            Publisher again = group.sender(context -> context.nodeConfig(group.config("sender",
                    Map.of("management.address", ANY_PORT, "management.below",
                            "[" + stranger + "," + untrusted + "]"))));
            InetSocketAddress there = again.managementAddress();
            Waiting.until(() -> sum(there, "refused") > 0 && sum(there, "unreachable") > 0);
            assertThat(sum(there, "taken")).isZero();
            assertThat(Scrape.get(there, "/tree").body()).contains("it refuses: look at the token")
                    .doesNotContain(TOKEN, "\"rh-1\",\"role\"");
        }
    }

    private static long sum(InetSocketAddress at, String result) {
        return Scrape.metrics(at).lines().filter(line -> line.startsWith("track_tree_reports_total{")
                && line.contains("result=\"" + result + "\""))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))).sum();
    }

    private static String below(RepairHead head) {
        return "{url=\"http://127.0.0.1:" + head.managementAddress().getPort() + "\"}";
    }

    private static List<String> names(InetSocketAddress at) {
        return nodes(at, "/tree").stream().flatMap(node -> node.getConfigList("children").stream())
                .map(child -> child.getString("name")).toList();
    }

    private static List<? extends Config> nodes(InetSocketAddress at, String path) {
        return ConfigFactory.parseString(Scrape.get(at, path).body()).getConfigList("nodes");
    }
}
