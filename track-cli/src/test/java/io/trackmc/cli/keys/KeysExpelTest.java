package io.trackmc.cli.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.cli.CliFixture;
import io.trackmc.keys.controller.authority.Authority;
import io.trackmc.keys.controller.authority.AuthoritySettings;
import io.trackmc.net.Addresses;
import io.trackmc.proto.protect.KeyLayer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code track keys expel} with both authorities at work. */
@Timeout(120)
class KeysExpelTest {

    @TempDir
    Path directory;

    private Path deployment;
    private Authority transport;
    private Authority content;

    @BeforeEach
    void open() throws IOException {
        deployment = directory.resolve("d");
        CliFixture made = CliFixture.run("keys", "init", "--dir", deployment.toString(), "--group", "news",
                "--receivers", "2", "--repair-heads", "1");
        assertThat(made.code()).as(made.err()).isZero();
        transport = authority(KeyLayer.TRANSPORT);
        content = authority(KeyLayer.CONTENT);
    }

    @AfterEach
    void close() {
        transport.close();
        content.close();
    }

    @Test
    void shouldAskBothForAReceiver() {
        CliFixture done = expel("--node", "receiver-2", "--reason", "has not paid");

        assertThat(done.code()).as(done.err()).isZero();
        assertThat(done.out()).contains("\"node\":\"receiver-2\"",
                "\"expelledBy\":[\"transport-controller\",\"content-authority\"]");
        assertThat(List.of(transport.status().rekeys(), content.status().rekeys())).containsOnly(1L);
    }

    @Test
    void shouldAskTheOneWhoseKeyIsThere() throws IOException {
        Files.delete(deployment.resolve("authorities/content-authority-key.pem"));

        CliFixture done = expel("--node", "rh-1");

        assertThat(done.code()).as(done.err()).isZero();
        assertThat(done.out()).contains("\"expelledBy\":[\"transport-controller\"]");
        assertThat(List.of(transport.status().rekeys(), content.status().rekeys())).containsExactly(1L, 0L);
    }

    @Test
    void shouldSayWhoIsNotKnown() {
        CliFixture refused = expel("--node", "receiver-9");

        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.out()).contains("transport-controller does not expel receiver-9: not-a-member");
    }

    @Test
    void shouldSayWhatItNeedsWhereNoConfigurationTellsWhereAnAuthorityIs() {
        CliFixture refused = CliFixture.run("keys", "expel", "--group", "news", "--node", "receiver-2", "--dir",
                deployment.resolve("authorities").toString());

        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).contains("say where the transport-controller listens with --transport-controller");
    }

    private CliFixture expel(String... more) {
        List<String> words = new ArrayList<>(List.of("keys", "expel", "--json", "--dir", deployment.toString(),
                "--group", "news", "--transport-controller", Addresses.format(transport.address()),
                "--content-authority", Addresses.format(content.address())));
        words.addAll(List.of(more));
        return CliFixture.run(words.toArray(String[]::new));
    }

    private Authority authority(KeyLayer layer) throws IOException {
        return Authority.open(AuthoritySettings.of(layer, deployment,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)), _ -> {});
    }
}
