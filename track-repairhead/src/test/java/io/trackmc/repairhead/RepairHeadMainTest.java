package io.trackmc.repairhead;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What can be wrong before a repair head runs: one line, exit code 2, and with --json one object too. */
class RepairHeadMainTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    Path directory;

    @Test
    void shouldRefuseACommandLineWithoutConfiguration() {
        assertThat(run()).isEqualTo(2);
        assertThat(text(out)).isEmpty();
        assertThat(text(err)).hasLineCount(1).contains("--config");
    }

    @Test
    void shouldSayInJsonTooThatTheCommandLineIsWrong() {
        assertThat(run("--json", "--colour")).isEqualTo(2);
        assertThat(text(out)).hasLineCount(1)
                .startsWith("{\"command\":\"repair-head\",\"ok\":false,\"error\":\"")
                .contains("\",\"repairsSent\":null,\"nacksReceived\":null,")
                .endsWith(",\"authorityRequestsWhileRunning\":null}\n");
    }

    @Test
    void shouldNameTheFileThatIsNotThere() {
        assertThat(run("--config", "/no/such.conf")).isEqualTo(2);
        assertThat(text(err)).isEqualTo("track repair-head: /no/such.conf: cannot be read: no such file\n");
    }

    @Test
    void shouldTellAllFaultsOfAConfigurationOnOneLine() throws IOException {
        Path conf = Files.writeString(directory.resolve("x.conf"), "node.nme = x\nnet.ttl = 700\n");
        assertThat(run("--config", conf.toString(), "-Dwindow.packets=7")).isEqualTo(2);
        assertThat(text(err)).hasLineCount(1)
                .contains("unknown key \"node.nme\"")
                .contains("found 700, allowed: a whole number from 0 to 255")
                .contains("-Dwindow.packets: key \"window.packets\": found 7");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"--loss|5%|is not a probability (allowed: 0 to less than 1)",
        "--loss|1|is not a probability (allowed: 0 to less than 1)",
        "--loss|NaN|is not a probability (allowed: 0 to less than 1)",
        "--loss-seed|x|is not a seed (allowed: whole numbers of 64 bits)"})
    void shouldSayWhichNumbersItTakes(String option, String value, String why) {
        assertThat(run("--config", "x.conf", option, value)).isEqualTo(2);
        assertThat(text(err)).hasLineCount(1).contains(option + "'", "'" + value + "' " + why);
    }

    @Test
    void shouldPrintHelp() {
        assertThat(run("--help")).isZero();
    }

    @Test
    void shouldTellItsVersionWithoutAConfiguration() {
        assertThat(run("--version")).isZero();
        assertThat(text(out)).isEqualTo("track repair-head (not packaged)\n");
    }

    private int run(String... args) {
        return new RepairHeadMain(stream(out), stream(err)).run(args, new StopSignal());
    }

    private static PrintStream stream(ByteArrayOutputStream to) {
        return new PrintStream(to, true, StandardCharsets.UTF_8);
    }

    private static String text(ByteArrayOutputStream stream) {
        return stream.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }
}
