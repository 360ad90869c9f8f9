package io.trackmc.it.roles;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.trackmc.keys.controller.plan.DefaultLayout;
import io.trackmc.sender.Publisher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One repair-head process that serves two groups, which know nothing of each other. */
class ApplianceProcessTest {

    private static final int MESSAGES = 2_000;

    @TempDir
    Path directory;

    private final int managementPort = Group.freePort();

    @Test
    void shouldServeTwoGroupsEndOneAndGoOnWithTheOther() throws Exception {
        Signals.assumeHangUpIsHeard();
        try (Group news = Group.of(directory.resolve("news"), DefaultLayout.of(1, 2)).losing(0.03);
                Group prices = Group.of(directory.resolve("prices"), DefaultLayout.of(1, 2)).losing(0.03)) {
            for (String group : List.of("news", "prices")) {
                Files.writeString(directory.resolve(group + "/rh-1.conf"), "\nwindow.packets = 1024\n",
                        StandardOpenOption.APPEND);
            }
            configure("[" + session("news", "newsco") + ", " + session("prices", "exchange") + "]",
                    "[{ name = newsco, rate = 400m, max-children = 64 }, { name = exchange, memory = 512MiB }]");
            Process appliance = RepairHeadProgram.start(directory, "--config",
                    directory.resolve("appliance.conf").toString(), "--interface", "lo", "--json");
            try {
                Publisher sender = news.sender();
                Publisher other = prices.sender();
                Waiting.until(() -> !sender.status().children().isEmpty() && !other.status().children().isEmpty());
                assertThat(exchange(news, sender)).isEqualTo(2);
                String metrics = Scrape.metrics(address());
                assertThat(metrics.lines().filter(line -> line.startsWith("track_ready{"))).hasSize(2);
                assertThat(metrics).contains("track_session_up{name=\"news\",session=\"test\"} 1.0",
                        "track_tenant_max_children{tenant=\"newsco\"} 64.0",
                        "track_tenant_max_bytes_per_second{tenant=\"newsco\"} 5.0E7");

                assertThat(ConfigFactory.parseString(Scrape.get(address(), "/tree").body()).getConfigList("nodes"))
                        .as("groups of one name, told apart by the session")
                        .extracting(node -> node.getString("group") + " of " + node.getString("tenant"))
                        .containsExactlyInAnyOrder("test (news) of newsco", "test (prices) of exchange");

                configure("[" + session("prices", "exchange") + "]", "[{ name = exchange, memory = 512MiB }]");
                new ProcessBuilder("kill", "-HUP", String.valueOf(appliance.pid())).start().waitFor();
                Waiting.until(() -> !Scrape.metrics(address()).contains("name=\"news\""));
                Files.writeString(directory.resolve("prices/rh-1.conf"), "rate.repair = 400m\n",
                        StandardOpenOption.APPEND);
                new ProcessBuilder("kill", "-HUP", String.valueOf(appliance.pid())).start().waitFor();
                Waiting.until(() -> said().contains("session prices: rate.repair: 0 -> 400m"));
                assertThat(exchange(prices, other)).isEqualTo(2);

                appliance.destroy(); // SIGTERM
                assertThat(appliance.waitFor(60, TimeUnit.SECONDS)).isTrue();
            } finally {
                appliance.destroyForcibly();
            }
            String said = RepairHeadProgram.err(directory);
            assertThat(appliance.exitValue()).as(said).isZero();
            assertThat(said).contains("session news ends", "news: has left the tree")
                    .doesNotContain("session prices starts anew");
            assertThat(RepairHeadProgram.out(directory)).hasLineCount(1)
                    .startsWith("{\"command\":\"repair-head\",\"ok\":true,")
                    .contains("\"sessions\":{\"prices\":{").contains("\"prices/GroupAuthKey(1)\"")
                    .doesNotContain("GroupDataKey");
        }
    }

    /** What is wrong with one session must be known before the others are served. */
    @Test
    void shouldRefuseToStartWhenOneSessionCannotBe() throws Exception {
        try (Group _ = Group.of(directory.resolve("news"), DefaultLayout.of(1, 1))) {
            configure("[" + session("news", "newsco") + ", " + session("prices", "exchange") + "]",
                    "[{ name = newsco, memory = 1MiB }]");
            assertThat(RepairHeadProgram.start(directory, "--config", directory.resolve("appliance.conf").toString())
                    .waitFor()).isEqualTo(2);
            assertThat(RepairHeadProgram.err(directory)).hasLineCount(1).contains(
                    "key \"appliance.sessions[1].tenant\": found \"exchange\", allowed: one of appliance.tenants: newsco");
            configure("[" + session("news", "newsco") + ", { name = prices, config = prices/rh-1.conf }]",
                    "[{ name = newsco, memory = 1MiB }]");
            assertThat(RepairHeadProgram.start(directory, "--config", directory.resolve("appliance.conf").toString())
                    .waitFor()).isEqualTo(2);
            assertThat(RepairHeadProgram.err(directory)).hasLineCount(1)
                    .contains("prices/rh-1.conf: cannot be read")
                    .contains("the sessions of tenant newsco may take", "allowed: 1 MiB");
        }
    }

    private static long exchange(Group group, Publisher sender) throws Exception {
        List<Application> receivers = List.of(group.application("receiver-1"), group.application("receiver-2"));
        Await.future(sender.receiversBound(2));
        Messages messages = new Messages(500);
        for (int i = 0; i < MESSAGES; i++) {
            sender.blocking().publish(messages.next(500), 0, 500);
        }
        long confirmed = Await.future(sender.finish()).confirmed();
        for (Application receiver : receivers) {
            assertThat(receiver.awaitEnd().checksum()).isEqualTo(messages.checksum());
        }
        return confirmed;
    }

    private void configure(String sessions, String tenants) throws IOException {
        Files.writeString(directory.resolve("appliance.conf"), """
                appliance.sessions = %s
                appliance.tenants = %s
                state.directory = state
                management.address = "127.0.0.1:%d"
                """.formatted(sessions, tenants, managementPort));
    }

    private String said() {
        try {
            return RepairHeadProgram.err(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String session(String name, String tenant) {
        return "{ name = %s, config = \"%s/rh-1.conf\", tenant = %s }".formatted(name, name, tenant);
    }

    private InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), managementPort);
    }
}
