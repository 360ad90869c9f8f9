package io.trackmc.cli.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.trackmc.cli.CliFixture;
import io.trackmc.cli.TrackCommand;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How an authority ends, as a process of its own: well by a service manager's signal, interrupted by the keyboard's. */
@Timeout(120)
class AuthoritySignalsTest {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({"TERM, 15, 0, '\"ok\":true'", "HUP, 1, 0, '\"ok\":true'",
        "INT, 2, 130, '\"ok\":false,\"error\":\"interrupted\"'"})
    void shouldEndAsTheSignalSays(String signal, int number, int code, String outcome) throws Exception {
        assumeFalse(isIgnored(number), "this process ignores SIG" + signal + ", and so do its children");
        Path group = directory.resolve("d");
        assertThat(CliFixture.run("keys", "init", "--dir", group.toString(), "--group", "news").code()).isZero();
        Process authority = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(),
                "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
                TrackCommand.class.getName(), "controller", "--config", group.resolve("controller.conf").toString(),
                "-Dlisten=127.0.0.1:0", "--json").start();
        try (BufferedReader people = authority.errorReader()) {
            String line = people.readLine();
            while (!line.contains(" listens at ")) { // the JVM may warn first
                line = people.readLine();
            }
            new ProcessBuilder("kill", "-" + signal, String.valueOf(authority.pid())).start().waitFor();
            List<String> rest = people.lines().toList();
            assertThat(authority.waitFor()).as(String.join("\n", rest)).isEqualTo(code);
            assertThat(authority.inputReader().lines()).singleElement().asString()
                    .startsWith(
                            "{\"command\":\"controller\"," + outcome + ",\"members\":4,\"rekeys\":0,\"requests\":0,");
        } finally {
            authority.destroyForcibly();
        }
    }

    private static boolean isIgnored(int signal) throws IOException {
        String mask = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("SigIgn:")).findFirst().orElse("SigIgn:0").substring("SigIgn:".length())
                .strip();
        return ((Long.parseUnsignedLong(mask, 16) >>> (signal - 1)) & 1) != 0;
    }
}
