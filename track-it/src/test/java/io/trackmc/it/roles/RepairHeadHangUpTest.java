package io.trackmc.it.roles;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.keys.controller.plan.DefaultLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGHUP to a repair head that is a process of its own. */
class RepairHeadHangUpTest {

    @TempDir
    Path directory;

    @Test
    void shouldGoOnWithWhatItsFileSaysNowOrWithWhatItHad() throws Exception {
        Signals.assumeHangUpIsHeard();
        Path files = directory.resolve("group");
        try (Group _ = Group.of(files, DefaultLayout.of(1, 1))) {
            Path conf = files.resolve("rh-1.conf");
            Process process = RepairHeadProgram.start(directory, "--config", conf.toString(), "--interface", "lo");
            try {
                Waiting.until(() -> said().contains("rh-1 serves region 1"));
                Files.writeString(conf, "rate.repair = 200m\n", StandardOpenOption.APPEND);
                hangUp(process);
                Waiting.until(() -> said().contains("reload: done"));
                assertThat(said()).contains("track repair-head: reload: rate.repair: 0 -> 200m");

                Files.writeString(conf, "rate.repair = 100m\nnet.ttl = 3\n", StandardOpenOption.APPEND);
                hangUp(process);
                Waiting.until(() -> said().contains("reload: refused"));
                assertThat(said()).contains("a restart is needed for net.ttl: 1 -> 3").doesNotContain("200m -> 100m");

                process.destroy(); // SIGTERM
                assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
                assertThat(process.exitValue()).as(said()).isZero();
            } finally {
                process.destroyForcibly();
            }
        }
    }

    private String said() {
        try {
            return RepairHeadProgram.err(directory);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void hangUp(Process process) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-HUP", String.valueOf(process.pid())).start().waitFor()).isZero();
    }
}
