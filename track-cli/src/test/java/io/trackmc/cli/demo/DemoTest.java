package io.trackmc.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.cli.Cli;
import io.trackmc.cli.CliFixture;
import io.trackmc.cli.console.Console;
import io.trackmc.cli.console.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The demonstration from words to verdict, over real loopback multicast. */
class DemoTest {

    @AfterEach
    void shouldLeaveNothingBehind() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .noneMatch(name -> name.startsWith(DemoRun.DIRECTORY_PREFIX));
        }
    }

    @Test
    void shouldEndWithIdenticalCopiesDespiteLosses() {
        CliFixture run = CliFixture.run("demo", "--json", "--size", "1MB", "--loss", "0.1", "--seed", "1");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.outLines()).singleElement().asString()
                .contains("\"command\":\"demo\",\"ok\":true,\"receivers\":4,\"complete\":4,\"sha256Match\":true,")
                .doesNotContain("\"repairsByRepairHeads\":0,")
                .contains("\"applicationGaps\":0,\"authorityRequestsDuringFailover\":null,\"expelMillis\":null,"
                        + "\"expelledPacketsTried\":null,\"expelledCouldReadAfter\":null,\"repairHeadsCouldRead\":false,")
                .contains("\"bytes\":1000000,")
                .contains("\"repairHeads\":2,\"loss\":0.100,\"seed\":1,");
        assertThat(run.errLines())
                .anyMatch(line -> line.startsWith("receiver-4") && line.contains(" identical "))
                .anyMatch(line -> line.startsWith("4 of 4 copies identical"))
                .anyMatch(line -> line.startsWith("no repair head could read"));
    }

    @ParameterizedTest
    @CsvSource({"0,0,e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "1,0.1,", "100000,0,"})
    void shouldSendFilesOfAnySize(String size, String loss, String sha256) {
        CliFixture run = CliFixture.run("demo", "--json", "--size", size, "--loss", loss, "--receivers", "2",
                "--repair-heads", "1");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("\"complete\":2").contains("\"bytes\":" + size + ",")
                .contains(sha256 == null ? "\"sha256\":" : sha256);
    }

    @Test
    void shouldLoseNothingWhenARepairHeadIsKilled() {
        CliFixture run = CliFixture.run("demo", "--json", "--kill-repair-head", "--size", "2MB");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("\"ok\":true").contains("\"complete\":4").doesNotContain("\"failovers\":0,")
                .contains("\"applicationGaps\":0,\"authorityRequestsDuringFailover\":0,");
    }

    @Test
    void shouldShowThatAnExpelledReceiverReadsNothingMore() {
        CliFixture run = CliFixture.run("demo", "--json", "--expel-receiver", "--size", "2MB");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("\"ok\":true").contains("\"receivers\":4,\"complete\":3,\"sha256Match\":true,")
                .contains("\"applicationGaps\":0,").contains("\"expelledCouldReadAfter\":false,")
                .contains("\"repairHeadsCouldRead\":false,")
                .containsPattern("\"expelMillis\":\\d+\\.\\d+,\"expelledPacketsTried\":[1-9]\\d\\d,");
        assertThat(run.errLines()).anyMatch(line -> line.startsWith("3 of 3 copies identical"))
                .anyMatch(line -> line.startsWith("receiver-4 was expelled: "))
                .anyMatch(line -> line.startsWith("receiver-4") && line.contains(" expelled "));
    }

    @Test
    void shouldRefuseToExpelTheOnlyReceiver() {
        assertThat(CliFixture.run("demo", "--expel-receiver", "--receivers", "1").errLines()).singleElement()
                .asString().contains("--expel-receiver with 2 repair heads and 1 receivers, allowed: at least 1 and 2");
    }

    @Test
    void shouldDoWithoutRepairHeads() {
        CliFixture run = CliFixture.run("demo", "--json", "--size", "100kB", "--repair-heads", "0", "--receivers", "1");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("\"complete\":1").contains("\"repairHeadsCouldRead\":null");
    }

    @Test
    void shouldSendAFileOfOnesOwn(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("notes.txt"), "every byte of it");
        CliFixture run = CliFixture.run("demo", "--file", file.toString());
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.outLines()).anyMatch(line -> line.startsWith("4 of 4 copies identical: 16 B"));
        assertThat(file).hasContent("every byte of it");
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void shouldEndWith130WhenInterruptedInTheMiddle() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Terminal terminal = new Terminal(true, false, false, 100, 24);
        Console console = new Console(InputStream.nullInputStream(), new PrintStream(out, true, StandardCharsets.UTF_8),
                interruptingAt("sent once to 4 receivers"), Terminal.NONE, terminal);
        int code = Cli.run(console, "demo", "--json", "--size", "50MB");
        Thread.interrupted();
        assertThat(code).isEqualTo(130);
        assertThat(out.toString(StandardCharsets.UTF_8).lines()).singleElement().asString()
                .startsWith("{\"command\":\"demo\",\"ok\":false,\"error\":\"interrupted\"");
    }

    /** A screen on which the text, once it is drawn, interrupts the thread that draws it: the one that runs the command. */
    private static PrintStream interruptingAt(String text) {
        return new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8) {
            @Override
            public void print(String drawn) {
                if (drawn.contains(text)) {
                    Thread.currentThread().interrupt();
                }
            }
        };
    }
}
