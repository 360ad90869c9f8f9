package io.trackmc.cli.authority;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.cli.Cli;
import io.trackmc.cli.CliFixture;
import io.trackmc.cli.console.Console;
import io.trackmc.cli.console.Terminal;
import io.trackmc.cli.task.Background;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class AuthorityCommandsTest {

    private static final int SMALL = 64 << 10;

    @TempDir
    private Path directory;

    private Path group;

    @BeforeEach
    void deploy() {
        group = directory.resolve("d");
        assertThat(CliFixture.run("keys", "init", "--dir", group.toString(), "--group", "news").code()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"controller, transport-controller, 4", "content-authority, content-authority, 3"})
    void shouldSayWhereItListensAndHowItEnded(String command, String role, int members) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (PipedInputStream in = new PipedInputStream(SMALL);
                BufferedReader people = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
                PrintStream err = new PrintStream(new PipedOutputStream(in), true, StandardCharsets.UTF_8)) {
            Console console = new Console(InputStream.nullInputStream(),
                    new PrintStream(out, true, StandardCharsets.UTF_8), err, Terminal.NONE, Terminal.NONE);
            CompletableFuture<Integer> code;
            try (Background<Integer> daemon = Background.start("test-authority",
                    () -> Cli.run(console, words(command, "-Dlisten=127.0.0.1:0", "--json")))) {
                code = daemon.result();
                assertThat(people.readLine()).startsWith(role + " of group news listens at 127.0.0.1:")
                        .endsWith(members + " members, epoch 1");
            }
            assertThat(code.get()).isZero();
        }
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("{\"command\":\"" + command + "\",\"ok\":true,"
                + "\"members\":" + members
                + ",\"rekeys\":0,\"requests\":0,\"epoch\":1,\"converged\":0,\"refusals\":0}\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rekey.afterevents=1|nearest is \"rekey.after-events\"", "listen=nowhere|host:port",
        "changeover.hard=10|a time from 0s to 87600h with its unit",
        "authority.role=receiver|transport-controller, content-authority",
        "authority.role=content-authority|-Dauthority.role: key \"authority.role\": found \"content-authority\", allowed: transport-controller",
        "authority.directory=nowhere|no such file",
        "limits.connections=0|from 1 to"})
    void shouldNameWhatIsWrongInTheConfiguration(String wrong) throws IOException {
        String[] parts = wrong.split("\\|", -1);
        CliFixture run = CliFixture.run(words("controller", "-D" + parts[0]));
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.errLines()).singleElement().asString().startsWith("track controller: ").contains(parts[1]);
    }

    @Test
    void shouldNameTheLineThatMakesItTheOtherAuthority() {
        String conf = group.resolve("content-authority.conf").toString();
        CliFixture run = CliFixture.run("controller", "--config", conf);
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.errLines()).singleElement().asString().matches("track controller: \\Q" + conf
                + "\\E:[0-9]+: key \"authority.role\": found \"content-authority\", allowed: transport-controller");
    }

    @Test
    void shouldNotRunTwiceOverTheSameDirectory() throws Exception {
        try (PipedInputStream in = new PipedInputStream(SMALL);
                BufferedReader people = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
                PrintStream out = new PrintStream(new PipedOutputStream(in), true, StandardCharsets.UTF_8)) {
            Console console = new Console(InputStream.nullInputStream(), out, out, Terminal.NONE, Terminal.NONE);
            try (Background<Integer> _ = Background.start("test-authority",
                    () -> Cli.run(console, words("controller", "-Dlisten=127.0.0.1:0")))) {
                assertThat(people.readLine()).contains("listens");
                CliFixture second = CliFixture.run(words("controller", "-Dlisten=127.0.0.1:0"));
                assertThat(second.code()).isNotZero();
                assertThat(second.errLines()).singleElement().asString().contains("in use");
            }
        }
    }

    private String[] words(String command, String... more) {
        return Stream.concat(Stream.of(command, "--config", group.resolve(command + ".conf").toString()),
                Stream.of(more)).toArray(String[]::new);
    }
}
