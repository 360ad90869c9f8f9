package io.trackmc.cli.role;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.trackmc.cli.CliFixture;
import io.trackmc.cli.TrackCommand;
import io.trackmc.cli.task.Background;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Programs that are interrupted or killed in the middle of a file, as processes of their own. */
class DyingTest {

    private static final int SIGINT = 2;
    private static final byte[] MIDDLE = new byte[200_000];

    @TempDir
    Path directory;

    private Group group;
    private Path inbox;

    @BeforeEach
    void deploy() throws IOException {
        group = Group.create(directory.resolve("group"), 1, 0);
        inbox = Files.createDirectory(directory.resolve("inbox"));
    }

    @Test
    void shouldLeaveNothingWhenInterrupted() throws Exception {
        assumeNotIgnored(SIGINT);
        Process receiver = start(group.words("receiver", "receiver-1", "--once", "--json", "--output",
                inbox.resolve("copy").toString()));
        try (WatchService watch = watch();
                PipedOutputStream endless = new PipedOutputStream();
                PipedInputStream in = new PipedInputStream(endless, 1 << 20);
                Background<CliFixture> _ = Background.start("test-send",
                        () -> CliFixture.runWith(in, group.words("send", "sender", "-")))) {
            endless.write(MIDDLE);
            awaitPartOf("copy", watch);
            new ProcessBuilder("kill", "-INT", String.valueOf(receiver.pid())).start().waitFor();
            assertThat(receiver.waitFor()).isEqualTo(130);
            assertThat(receiver.inputReader().lines()).singleElement().asString()
                    .startsWith("{\"command\":\"receiver\",\"ok\":false,\"error\":\"interrupted\"")
                    .contains("\"complete\":false");
            assertThat(inInbox()).isEmpty();
        } finally {
            receiver.destroyForcibly();
        }
    }

    @Test
    void shouldEndIncompleteWhenTheSenderIsKilled() throws Exception {
        Process sender = start(group.words("send", "sender", "-"));
        try (WatchService watch = watch();
                Background<CliFixture> receiver = Background.start("test-receive",
                        () -> CliFixture.run(group.words("receiver", "receiver-1", "--once", "--timeout", "1s",
                                "--output", inbox.resolve("copy").toString())));
                OutputStream endless = sender.getOutputStream()) {
            endless.write(MIDDLE);
            endless.flush();
            awaitPartOf("copy", watch);
            sender.destroyForcibly().waitFor();
            CliFixture end = receiver.result().get();
            assertThat(end.code()).isEqualTo(1);
            assertThat(end.err())
                    .contains("track receiver: nothing has come from the sender for 1.0 s; the file is incomplete");
            assertThat(inInbox()).isEmpty();
        } finally {
            sender.destroyForcibly();
        }
    }

    @Test
    void shouldFailSoonWhenTheLastReceiverIsKilled() throws Exception {
        Process receiver = start(group.words("receiver", "receiver-1", "--once", "--output",
                inbox.resolve("copy").toString()));
        try (WatchService watch = watch();
                PipedOutputStream endless = new PipedOutputStream();
                PipedInputStream in = new PipedInputStream(endless, 1 << 20);
                Background<CliFixture> sender = Background.start("test-send",
                        () -> CliFixture.runWith(in,
                                group.words("send", "sender", "--json", "--timeout", "1h", "-")))) {
            endless.write(MIDDLE);
            awaitPartOf("copy", watch);
            receiver.destroyForcibly().waitFor();
            CliFixture end = sender.result().get(60, TimeUnit.SECONDS);
            assertThat(end.code()).isEqualTo(1);
            assertThat(end.err()).endsWith(
                    "track send: 0 of 1 receivers confirmed; failed: receiver-1 (fell silent)"
                            + System.lineSeparator());
            assertThat(end.outLines()).singleElement().asString()
                    .contains(
                            "\"expectedReceivers\":1,\"confirmedReceivers\":0,\"lateReceivers\":0,\"failedReceivers\":[\"receiver-1\"],")
                    .doesNotContain("\"bytes\":null").doesNotContain("\"packets\":null")
                    .doesNotContain("\"repairsSent\":null").doesNotContain("\"seconds\":null");
        } finally {
            receiver.destroyForcibly();
        }
    }

    @Test
    void shouldGoOnAfterTheSenderWasKilled() throws Exception {
        Process sender = start(group.words("send", "sender", "-"));
        Path file = Files.write(directory.resolve("photo.jpg"), MIDDLE);
        WatchService watch = watch();
        Background<CliFixture> receiver = Background.start("test-receive",
                () -> CliFixture.run(group.words("receiver", "receiver-1", "--timeout", "1s", "--output",
                        inbox.resolve("copy").toString())));
        try (watch; receiver; OutputStream endless = sender.getOutputStream()) {
            endless.write(MIDDLE);
            endless.flush();
            awaitPartOf("copy", watch);
            sender.destroyForcibly().waitFor();
            CliFixture sent = CliFixture.run(group.words("send", "sender", file.toString()));
            assertThat(sent.code()).as(sent.err()).isZero();
        } finally {
            sender.destroyForcibly();
        }
        CliFixture end = receiver.result().get();
        assertThat(end.code()).as(end.err()).isEqualTo(1);
        assertThat(inbox.resolve("copy")).hasBinaryContent(MIDDLE);
    }

    private static void assumeNotIgnored(int signal) throws IOException {
        assumeFalse(isIgnored(signal),
                "this process ignores the signal, as under nohup or behind a shell's &, and so do its children");
    }

    private static boolean isIgnored(int signal) throws IOException {
        String mask = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("SigIgn:")).findFirst().orElse("SigIgn:0").substring("SigIgn:".length())
                .strip();
        return ((Long.parseUnsignedLong(mask, 16) >>> (signal - 1)) & 1) != 0;
    }

    @ParameterizedTest
    @CsvSource({"INT, 2", "TERM, 15", "HUP, 1"})
    void shouldEndOnASignalAlsoWhileNothingComesFromStandardInput(String signal, int number) throws Exception {
        assumeNotIgnored(number);
        Process sender = start(group.words("send", "sender", "--json", "-"));
        try (WatchService watch = watch();
                Background<CliFixture> _ = Background.start("test-receive",
                        () -> CliFixture.run(group.words("receiver", "receiver-1", "--once", "--output",
                                inbox.resolve("copy").toString())));
                OutputStream endless = sender.getOutputStream()) {
            endless.write(MIDDLE);
            endless.flush();
            awaitPartOf("copy", watch);
            new ProcessBuilder("kill", "-" + signal, String.valueOf(sender.pid())).start().waitFor();
            assertThat(sender.waitFor()).isEqualTo(130);
            // how much of it the sender had read by then is up to the pipe and the two processes
            assertThat(sender.inputReader().lines()).singleElement().asString().matches(
                    "\\{\"command\":\"send\",\"ok\":false,\"error\":\"interrupted\",\"bytes\":[1-9][0-9]*,.*");
        } finally {
            sender.destroyForcibly();
        }
    }

    private WatchService watch() throws IOException {
        WatchService watch = inbox.getFileSystem().newWatchService();
        inbox.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
        return watch;
    }

    private void awaitPartOf(String name, WatchService watch) throws InterruptedException {
        while (true) {
            WatchKey key = watch.take();
            for (WatchEvent<?> event : key.pollEvents()) {
                if (String.valueOf(event.context()).startsWith("." + name + ".")) {
                    return;
                }
            }
            key.reset();
        }
    }

    private List<Path> inInbox() throws IOException {
        try (Stream<Path> files = Files.list(inbox)) {
            return files.toList();
        }
    }

    private static Process start(String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElseThrow(),
                "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
                TrackCommand.class.getName()));
        command.addAll(Arrays.asList(words));
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }
}
