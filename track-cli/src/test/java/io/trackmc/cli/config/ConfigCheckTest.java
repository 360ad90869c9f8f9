package io.trackmc.cli.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.cli.CliFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code track config check} and {@code track config show}. */
class ConfigCheckTest {

    private static final String NODE = """
            node { name = rh-1, id = 2, role = repair-head }
            group { name = news, address = "239.255.71.1", port = 7100 }
            net { datagram-bytes = 1408, ttl = 1 }
            keys { transport = transport.bundle, certificate = certificate.pem, private-key = key.pem }
            state.directory = state
            region { id = 1, address = "239.255.71.3" }
            tree.parents = [{ name = sender, id = 1, region = 0, address = "239.255.71.2" }]
            window.packets = 2048
            """;
    private static final String AUTHORITY = """
            authority { role = transport-controller, directory = authorities }
            listen = "127.0.0.1:0"
            """;

    @TempDir
    Path directory;

    private Path node = Path.of("");
    private Path authority = Path.of("");

    @BeforeEach
    void write() throws IOException {
        node = Files.writeString(directory.resolve("rh-1.conf"), NODE);
        authority = Files.writeString(directory.resolve("controller.conf"), AUTHORITY);
    }

    @Test
    void shouldFindNothingWrongWithFilesThatAreRight() {
        CliFixture run = CliFixture.run("config", "check", node.toString(), authority.toString());
        assertThat(run.code()).isZero();
        assertThat(run.outLines()).containsExactly(node + ": right", authority + ": right");
    }

    @Test
    void shouldTellAllFaultsOfAllFiles() throws IOException {
        Files.writeString(node, NODE + "net.tll = 4\nrate.repair = fast\n");
        Files.writeString(authority, AUTHORITY + "rekey.every = 5\n");
        CliFixture run = CliFixture.run("config", "check", node.toString(), authority.toString());
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.errLines()).contains(
                node + ":9: unknown key \"net.tll\", nearest is \"net.ttl\"",
                authority
                        + ":3: key \"rekey.every\": found 5, allowed: a time from 0s to 87600h with its unit, such as 50ms")
                .anyMatch(line -> line.startsWith(node + ":10: key \"rate.repair\": found \"fast\", allowed: 0 for no"))
                .anyMatch(line -> line.endsWith("3 faults in 2 of 2 files"));
        assertThat(CliFixture.run("config", "check", "--json", node.toString()).out())
                .contains("\"ok\":false", "\"faults\":[\"" + node + ":9: unknown key \\\"net.tll\\\"");
    }

    @Test
    void shouldWarnAndFindNoFault() {
        CliFixture run = CliFixture.run("config", "check", node.toString(), "-Dflow.stall-timeout=9s");
        assertThat(run.code()).isZero();
        assertThat(run.outLines()).containsExactly(node + ": right, with warnings");
        assertThat(run.errLines()).containsExactly("warning: -Dflow.stall-timeout: key \"flow.stall-timeout\": found"
                + " \"9s\", which means nothing unless flow.slow-receiver = eject");
    }

    @Test
    void shouldTellOfAFileThatIsNotThere() {
        CliFixture run = CliFixture.run("config", "check", directory.resolve("none.conf").toString());
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("none.conf: cannot be read: no such file");
    }

    @Test
    void shouldCheckWhatTheCommandLineSaysToo() {
        CliFixture run = CliFixture.run("config", "check", node.toString(), "-Dnet.ttl=700");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("-Dnet.ttl: key \"net.ttl\": found 700, allowed: a whole number from 0 to 255");
    }

    @Test
    void shouldShowEachValueAndWhereItComesFrom() {
        CliFixture run = CliFixture.run("config", "show", "--config", node.toString(), "-Drate.repair=200m");
        assertThat(run.code()).isZero();
        assertThat(run.outLines().stream().map(line -> line.replaceAll(" +", " ")))
                .contains("net.ttl 1 # " + node + ":3", "rate.repair 200m # -Drate.repair",
                        "tree.heartbeat 50ms # default",
                        "tree.reserved-for-repair-heads 16 # default", "management.address (nowhere) # default",
                        "tree.parents [{\"address\":\"239.255.71.2\",\"id\":1,\"name\":\"sender\",\"region\":0}] # "
                                + node
                                + ":7")
                .noneMatch(line -> line.startsWith("session.") || line.startsWith("keys.content"));
        assertThat(CliFixture.run("config", "show", "--config", authority.toString(), "--json").out())
                .contains("{\"key\":\"listen\",\"value\":\"127.0.0.1:0\",\"from\":\"" + authority + ":2\"}",
                        "{\"key\":\"rekey.every\",\"value\":null,\"from\":\"default\"}");
    }

    @Test
    void shouldNeverShowWhatIsInAFileThatItNames() throws IOException {
        String secret = "canary-of-a-private-key";
        Files.writeString(directory.resolve("key.pem"), secret);
        for (String[] words : new String[][] {{"config", "show", "--config", node.toString()},
            {"config", "check", node.toString()},
            {"config", "check", directory.resolve("key.pem").toString()}}) {
            CliFixture run = CliFixture.run(words);
            assertThat(run.out() + run.err()).as(Arrays.toString(words)).doesNotContain(secret);
        }
    }
}
