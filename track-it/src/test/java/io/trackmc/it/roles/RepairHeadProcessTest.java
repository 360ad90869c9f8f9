package io.trackmc.it.roles;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.keys.controller.plan.DefaultLayout;
import io.trackmc.sender.Publisher;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The appliance as a process of its own, from a class path without anything that opens content. */
class RepairHeadProcessTest {

    @TempDir
    Path directory;

    @Test
    void shouldServeAndEndWithAReportOnSigterm() throws Exception {
        try (Group group = Group.of(directory.resolve("group"), DefaultLayout.of(1, 2)).losing(0.03)) {
            Process process = RepairHeadProgram.start(directory, "--config",
                    directory.resolve("group/rh-1.conf").toString(), "--interface", "lo",
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
            String report = RepairHeadProgram.out(directory);
            assertThat(process.exitValue()).as("%s%s", report, RepairHeadProgram.err(directory)).isZero();
            assertThat(report).hasLineCount(1).startsWith("{\"command\":\"repair-head\",\"ok\":true,")
                    .contains("\"children\":[", "\"keysHeld\":[\"GroupAuthKey(1)\",\"InteriorSecret\",")
                    .doesNotContain("GroupDataKey");
            assertThat(report.replaceAll(".*\"repairsSent\":(\\d+).*\\R", "$1")).matches("[1-9]\\d*");
        }
    }
}
