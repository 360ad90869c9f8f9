package io.trackmc.cli.role;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.cli.CliFixture;
import io.trackmc.cli.TrackCommand;
import io.trackmc.cli.task.Background;
import io.trackmc.keys.transport.bundle.NodeConfigFile;
import io.trackmc.repairhead.RepairHead;
import io.trackmc.repairhead.RepairHeadContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A receiver that is killed in the middle of a set and started again, as a process of its own. */
class ResumeTest {

    private static final int BYTES = 6_000_000;
    private static final Map<String, String> PATIENCE = Map.of("tree.parent-misses", "100", "tree.receiver-silence",
            "3s",
            "tree.repair-head-silence", "6s");
    private static final Pattern RESUMED = Pattern.compile("\"resumedBytes\":([0-9]+)");

    @TempDir
    Path directory;

    private Group group;
    private Path file;
    private Path inbox;

    @BeforeEach
    void deploy() throws IOException {
        group = Group.create(directory.resolve("group"), 2, 0);
        byte[] content = new byte[BYTES];
        new Random(1).nextBytes(content);
        file = Files.write(directory.resolve("image"), content);
        inbox = Files.createDirectory(directory.resolve("inbox"));
        Files.createDirectory(directory.resolve("other"));
    }

    @Test
    void shouldGoOnInTheSameSessionAfterItWasKilled() throws Exception {
        Process killed = receiver();
        try (Background<CliFixture> other = other();
                Background<CliFixture> sender = sender("--passes", "3")) {
            awaitMapAndKill(killed);
            Process again = receiver();
            try {
                CliFixture sent = sender.result().get();
                assertThat(sent.code()).as(sent.err()).isZero();
                assertThat(sent.outLines()).singleElement().asString()
                        .contains(
                                "\"expectedReceivers\":2,\"confirmedReceivers\":1,\"lateReceivers\":1,\"failedReceivers\":[],")
                        .contains("\"passes\":2,")
                        .contains(
                                "{\"name\":\"receiver-1\",\"state\":\"complete\"},{\"name\":\"receiver-2\",\"state\":\"complete\"}");
                assertThat(again.waitFor()).isZero();
                assertThat(resumedBytes(again)).isPositive();
                CliFixture undisturbed = other.result().get();
                assertThat(undisturbed.code()).as(undisturbed.err()).isZero();
                assertThat(undisturbed.out()).contains("\"bytes\":" + BYTES + ",").contains("\"resumedBytes\":0,");
            } finally {
                again.destroyForcibly();
            }
        } finally {
            killed.destroyForcibly();
        }
        assertIdentical();
    }

    /** The sender knows such a receiver by counts only. */
    @Test
    void shouldGoOnUnderARepairHead() throws Exception {
        group = Group.create(directory.resolve("deep"), 2, 1);
        Process killed = receiver();
        try (RepairHead _ = patientRepairHead();
                Background<CliFixture> other = other();
                Background<CliFixture> sender = sender("--passes", "3")) {
            awaitMapAndKill(killed);
            Process again = receiver();
            try {
                CliFixture sent = sender.result().get();
                assertThat(sent.code()).as(sent.err()).isZero();
                assertThat(sent.outLines()).singleElement().asString().contains(
                        "\"confirmedReceivers\":1,\"lateReceivers\":1,",
                        "\"receivers\":[{\"name\":\"rh-1\",\"state\":\"complete\",\"receiversBelow\":2}]");
                assertThat(again.waitFor()).isZero();
                assertThat(resumedBytes(again)).isPositive();
                assertThat(other.result().get().code()).isZero();
            } finally {
                again.destroyForcibly();
            }
        } finally {
            killed.destroyForcibly();
        }
        assertIdentical();
    }

    @Test
    void shouldGoOnInAnotherSessionAfterItWasKilled() throws Exception {
        Process killed = receiver();
        try (Background<CliFixture> other = other(); Background<CliFixture> sender = sender()) {
            awaitMapAndKill(killed);
            CliFixture sent = sender.result().get();
            assertThat(sent.code()).isEqualTo(1);
            assertThat(sent.outLines()).singleElement().asString()
                    .contains("{\"name\":\"receiver-1\",\"state\":\"complete\"}",
                            "{\"name\":\"receiver-2\",\"state\":\"failed\",\"reason\":\"fell silent\"}");
            assertThat(other.result().get().code()).isZero();
        } finally {
            killed.destroyForcibly();
        }
        Object before = Files.getAttribute(directory.resolve("other/image"), "unix:ctime");
        Process again = receiver();
        try (Background<CliFixture> other = other(); Background<CliFixture> sender = sender()) {
            CliFixture sent = sender.result().get();
            assertThat(sent.code()).as(sent.err()).isZero();
            assertThat(again.waitFor()).isZero();
            assertThat(resumedBytes(again)).isPositive();
            assertThat(other.result().get().out()).contains("\"files\":1,\"keptFiles\":1,");
        } finally {
            again.destroyForcibly();
        }
        assertThat(Files.getAttribute(directory.resolve("other/image"), "unix:ctime")).isEqualTo(before);
        assertIdentical();
    }

    private void assertIdentical() {
        assertThat(inbox.resolve("image")).hasSameBinaryContentAs(file);
        assertThat(directory.resolve("other/image")).hasSameBinaryContentAs(file);
        assertThat(inbox.resolve(".track-part")).doesNotExist();
    }

    private static long resumedBytes(Process receiver) {
        String report = receiver.inputReader().lines().toList().getLast();
        Matcher found = RESUMED.matcher(report);
        assertThat(found.find()).as(report).isTrue();
        return Long.parseLong(found.group(1));
    }

    private Background<CliFixture> other() {
        return Background.start("test-receive", () -> CliFixture.run(patient("receiver", "receiver-1", "--once",
                "--json", "--output", directory.resolve("other").toString())));
    }

    private Background<CliFixture> sender(String... more) {
        List<String> words = new ArrayList<>(List.of("--await", "2", "--json", "--resumable", "--rate", "16m"));
        words.addAll(Arrays.asList(more));
        words.add(file.toString());
        return Background.start("test-send",
                () -> CliFixture.run(patient("send", "sender", words.toArray(String[]::new))));
    }

    private Process receiver() throws IOException {
        List<String> command = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElseThrow(),
                "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
                TrackCommand.class.getName()));
        command.addAll(Arrays.asList(patient("receiver", "receiver-2", "--once", "--json", "--output",
                inbox.toString())));
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    /** As soon as something of the file is safely there, and so before all of it is. */
    private void awaitMapAndKill(Process receiver) throws Exception {
        Path parts = inbox.resolve(".track-part");
        try (WatchService watch = inbox.getFileSystem().newWatchService()) {
            inbox.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
            await(watch, ".track-part");
            parts.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
            if (!isMapThere(parts)) {
                await(watch, ".map");
            }
        }
        receiver.destroyForcibly().waitFor();
        assertThat(inbox.resolve("image")).doesNotExist();
    }

    /** Nobody but who is killed is to be taken for dead, however busy this machine is. */
    private String[] patient(String command, String node, String... more) {
        List<String> words = new ArrayList<>(List.of(group.words(command, node, more)));
        PATIENCE.forEach((key, value) -> words.add(1, "-D" + key + "=" + value));
        return words.toArray(String[]::new);
    }

    private RepairHead patientRepairHead() {
        Map<String, String> settings = new HashMap<>(PATIENCE);
        settings.put("net.interface", Group.LOOPBACK);
        settings.put("window.packets", "256");
        return RepairHead.open(
                new RepairHeadContext().nodeConfig(NodeConfigFile.read(group.config("rh-1"), settings)));
    }

    private static boolean isMapThere(Path parts) throws IOException {
        try (Stream<Path> files = Files.list(parts)) {
            return files.anyMatch(each -> each.toString().endsWith(".map"));
        }
    }

    private static void await(WatchService watch, String suffix) throws InterruptedException {
        while (true) {
            WatchKey key = watch.take();
            for (WatchEvent<?> event : key.pollEvents()) {
                if (String.valueOf(event.context()).endsWith(suffix)) {
                    return;
                }
            }
            key.reset();
        }
    }
}
