package io.trackmc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.cli.console.Console;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The command line as a whole: words, exit codes, one line of JSON, one line of error. */
class CliTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|', value = {
                "top --json|top|'--url=U'",
                "publish --json|publish|\",\"messages\":null,\"p50Micros\":null,\"p99Micros\":null,\"p999Micros\":null,\"gaps\":null",
                "subscribe --json|subscribe|\",\"messages\":null,\"p50Micros\":null,\"p99Micros\":null,\"p999Micros\":null,\"gaps\":null",
                "--json keys prove|keys prove|'--node=ID'",
                "demo --processes --json|demo|\"--processes starts commands by the launcher, so it needs to be started by ./track\",\"receivers\":null",
                "send --json|send|\",\"bytes\":null,\"sha256\":null",
                "receiver --json -D x --config f|receiver|\",\"bytes\":null,",
                "demo --loss 2 --json|demo|'--loss'", "nonsense --json||'nonsense'",
                "keys init --json|keys init|--dir", "repair-head --json --config f|repair-head|launcher"})
    void shouldWriteOneLineOfJsonAlsoOnFailure(String line, String command, String error) {
        CliFixture run = CliFixture.run(line.split(" "));
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.outLines()).singleElement().asString()
                .startsWith("{\"command\":\"" + (command == null ? "" : command) + "\",\"ok\":false,\"error\":\"")
                .contains(error)
                .endsWith("}");
        assertThat(run.errLines()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|', value = {
                "demo --loss 1.5|'1.5' is not a probability (allowed: 0 to 1)",
                "demo --loss 1|--loss: found 1.0, allowed: less than 1",
                "demo --size much|'much' is not a size",
                "demo --receivers 0|--receivers: found 0, allowed: 1 to",
                "demo --receivers many|'many'",
                "demo --file /nowhere/at/all|--file: found /nowhere/at/all, allowed: a file that can be read",
                "demo --size 1 --file pom.xml|allowed: one of them",
                "demo --recievers 3|'--recievers'",
                "explain bad_icf|nearest: bad_icv",
                "keys|a command is missing",
                "send --config f -D x y|Value for option '-D'",
                "send --config f --rate 0 x|leave it out for no limit",
                "send --config f|'FILE|-'",
                "send --config /nowhere/f.conf --await 0 x|--await: found 0, allowed: 1 or more",
                "publish --config f --lines --itch x|--lines and --itch, allowed: one of them",
                "publish --config f --speed 1 x|--speed without --itch: lines have no times",
                "publish --config f --itch --speed 0 x|--speed: found 0.0, allowed: above 0",
                "publish --config f --itch --speed 1 --rate 1kmsg x|--rate and --speed, allowed: one of them",
                "publish --config f --session elevenchars x|--session: 'elevenchars' is not a session",
                "subscribe --config f --config g --config h|--config: found 3 lines, allowed: 1 or 2",
                "subscribe --config f --books|--books without --itch: lines have no orders",
                "subscribe --config f --itch --snapshot s|--snapshot without --books",
                "subscribe --config f --share-await 1|--share-await without --share",
                "subscribe --config f --share-slow perhaps|'perhaps'",
                "feed day --messages 99|--messages: found 99, allowed: 100 to",
                "feed day --rate 5m|--rate: found 5000000 bit/s, allowed: messages a second, such as 40kmsg",
                "send --config f --await x y|'--await': 'x' is not a whole number (allowed: digits, such as 12)",
                "send --config f --await 3000000000 y|'3000000000' is too large or too small (allowed: -2147483648 to 2147483647)",
                "capture --config f --output c --packets x|'--packets': 'x' is not a whole number (allowed: digits, such as 12)",
                "capture --config f --output c --packets 9223372036854775808|(allowed: -9223372036854775808 to 9223372036854775807)",
                "bench latency --seconds NaN|'--seconds': 'NaN' is not a number (allowed: digits, such as 12 or 0.5)",
                "bench throughput --peers uftp|--peers: found \"uftp\", allowed: track, aeron, aeron-tuned, jgroups, jgroups-tuned",
                "bench latency --peers ceiling-gso|--peers: found \"ceiling-gso\", allowed: track, aeron, aeron-tuned, jgroups, jgroups-tuned",
                "bench file --peers aeron|--peers: found \"aeron\", allowed: track, uftp",
                "bench failover --peers aeron|--peers: found \"aeron\", allowed: track",
                "bench throughput --peers track-plain|there is no 'track-plain'",
                "bench throughput --receivers 65|--receivers: found 65, allowed: 1 to 64",
                "feed generate --messages 9 --out f|--messages: found 9, allowed: 100 to",
                "feed books /nowhere/f|/nowhere/f: no such file or directory",
                "feed read /nowhere/f|/nowhere/f: "})
    void shouldExplainWrongUsageInOneLine(String line, String expected) {
        CliFixture run = CliFixture.run(line.split(" "));
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.errLines()).singleElement().asString().startsWith("track").contains(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"explain", "explain --json", "--help", "--version"})
    void shouldFailWhenItsOutputIsLost(String line) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = Console.plain(new PrintStream(new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("No space left on device");
            }
        }, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8));
        assertThat(Cli.run(console, line.split(" "))).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("standard output cannot be written");
    }

    @Test
    void shouldCallWhateverFailsInAnInterruptedThreadInterrupted(@TempDir Path directory) {
        Thread.currentThread().interrupt();
        CliFixture run = CliFixture.run("keys", "init", "--dir", directory.resolve("d").toString(), "--group", "g");
        assertThat(Thread.interrupted()).isFalse();
        assertThat(run.code()).isEqualTo(130);
        assertThat(run.errLines()).containsExactly("track keys init: interrupted");
    }

    @Test
    void shouldSuggestWhatWasMeant() {
        CliFixture run = CliFixture.run("demoo");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("demo");
    }

    @Test
    void shouldShowUsageWhenThereAreNoWords() {
        CliFixture run = CliFixture.run();
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("a command is missing").contains("Usage: track");
        assertThat(run.out()).isEmpty();
    }

    @TestFactory
    Stream<DynamicTest> shouldShowExamplesInTheHelpOfEveryCommand() {
        List<CommandLine> all = new ArrayList<>();
        collect(Cli.commands(), all);
        return all.stream().map(command -> DynamicTest.dynamicTest(
                command.getCommandSpec().qualifiedName(), () -> {
                    String usage = command.getUsageMessage();
                    boolean isBuilt = !usage.contains("Not built yet.") || command.getCommandName().equals("demo");
                    assertThat(usage.contains("Examples:") || !isBuilt || usage.contains("of its own")).as(usage)
                            .isTrue();
                }));
    }

    private static void collect(CommandLine command, List<CommandLine> into) {
        into.add(command);
        command.getSubcommands().values().forEach(sub -> collect(sub, into));
    }

    @Test
    void shouldExplainADropReason() {
        CliFixture run = CliFixture.run("explain", "BAD-ICV", "--json");
        assertThat(run.code()).isZero();
        assertThat(run.outLines()).singleElement().asString().isEqualTo(
                "{\"command\":\"explain\",\"ok\":true,\"reason\":\"bad_icv\","
                        + "\"explanation\":\"not authentic: the ICV is wrong\",\"meanings\":"
                        + "[{\"where\":\"dropped datagram\",\"explanation\":\"not authentic: the ICV is wrong\",\"remedy\":\"a few: damaged packets."
                        + " Many: somebody forges; track capture, with the dissector, shows whose address\"}],\"reasons\":null}");
        assertThat(run.err()).contains("not authentic");
    }

    @Test
    void shouldListAllDropReasons() {
        CliFixture run = CliFixture.run("explain");
        assertThat(run.code()).isZero();
        assertThat(run.outLines()).anyMatch(line -> line.startsWith("  out_of_window"));
    }

    @Test
    void shouldShowAStackTraceOnlyOnRequest() {
        assertThat(CliFixture.run("explain", "x").err()).doesNotContain("\tat ");
        assertThat(CliFixture.run("explain", "x", "--debug").err()).contains("TaskException").contains("\tat ");
    }
}
