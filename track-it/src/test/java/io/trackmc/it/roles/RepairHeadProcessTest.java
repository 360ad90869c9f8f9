package io.trackmc.it.roles;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.keys.controller.plan.DefaultLayout;
import io.trackmc.sender.Publisher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The appliance as a process of its own, from a class path without anything that opens content. */
class RepairHeadProcessTest {

    private static final List<String> NOT_ON_ITS_CLASS_PATH = List.of("payload-keys", "controller", "track-sender",
            "track-receiver", "track-cli", "track-sim", "examples", "perf", "track-it", "junit", "archunit");

    @TempDir
    Path directory;

    @Test
    void shouldServeAndEndWithAReportOnSigterm() throws Exception {
        try (Group group = Group.of(directory.resolve("group"), DefaultLayout.of(1, 2)).losing(0.03)) {
            Process process = start("--config", directory.resolve("group/rh-1.conf").toString(), "--interface", "lo",
                    "-Dwindow.packets=1024", "--json");
            try {
                Publisher sender = group.sender();
                Waiting.until(() -> !sender.status().children().isEmpty());
                List<Application> receivers = List.of(
                        group.application("receiver-1"), group.application("receiver-2"));
                Await.future(sender.receiversBound(2));
                Messages messages = new Messages(500);
                for (int i = 0; i < 5_000; i++) {
                    sender.blocking().publish(messages.next(500), 0, 500);
                }
                assertThat(Await.future(sender.finish()).confirmed()).isEqualTo(2);
                for (Application receiver : receivers) {
                    assertThat(receiver.awaitEnd().checksum()).isEqualTo(messages.checksum());
                }
                process.destroy(); // SIGTERM
                assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            } finally {
                process.destroyForcibly();
            }
            String report = Files.readString(output("out"));
            assertThat(process.exitValue()).as("%s%s", report, Files.readString(output("err"))).isZero();
            assertThat(report).hasLineCount(1).startsWith("{\"command\":\"repair-head\",\"ok\":true,")
                    .contains("\"children\":[", "\"keysHeld\":[\"GroupAuthKey(1)\",\"InteriorSecret\",")
                    .doesNotContain("GroupDataKey");
            assertThat(report.replaceAll(".*\"repairsSent\":(\\d+).*\\R", "$1")).matches("[1-9]\\d*");
        }
    }

    private Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Xmx512m", "-cp", classPath(), "io.trackmc.repairhead.RepairHeadMain"));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectOutput(output("out").toFile())
                .redirectError(output("err").toFile())
                .start();
    }

    private Path output(String name) {
        return directory.resolve("repair-head." + name);
    }

    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(":"))
                .filter(entry -> NOT_ON_ITS_CLASS_PATH.stream().noneMatch(entry::contains))
                .collect(Collectors.joining(":"));
    }
}
