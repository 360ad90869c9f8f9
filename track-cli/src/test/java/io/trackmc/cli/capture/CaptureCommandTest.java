package io.trackmc.cli.capture;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.trackmc.cli.CliFixture;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaptureCommandTest {

    @TempDir
    private Path directory;
    private String config;

    @BeforeEach
    void makeDeployment() {
        Path deployment = directory.resolve("d");
        assertThat(CliFixture.run("keys", "init", "--dir", deployment.toString(), "--group", "c").code()).isZero();
        config = deployment.resolve("receiver-1.conf").toString();
    }

    @Test
    void shouldReportWhatItHasAndLeaveAFileThatIsWhole() throws Exception {
        Path output = directory.resolve("c.pcapng");
        CliFixture run = capture(output, "--seconds", "1");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.outLines()).hasSize(1);
        Config report = ConfigFactory.parseString(run.out());
        assertThat(report.getBoolean("ok")).isTrue();
        assertThat(report.getLong("bytes")).isEqualTo(Files.size(output));
        assertThat(report.getLong("packets")).isZero();
        assertThat(report.getString("file")).isEqualTo(output.toString());
        assertThat(run.err()).contains("unicast is not seen");
    }

    @Test
    void shouldBeInterruptedWithAFileThatIsWhole() throws Exception {
        Path output = directory.resolve("c.pcapng");
        Thread command = Thread.currentThread();
        Thread operator = Thread.ofPlatform().start(() -> {
            while (!Files.exists(output)) {
                Thread.onSpinWait();
            }
            command.interrupt();
        });
        CliFixture run = capture(output);
        operator.join();
        assertThat(run.code()).isEqualTo(130);
        Config report = ConfigFactory.parseString(run.out());
        assertThat(report.getBoolean("ok")).isFalse();
        assertThat(report.getLong("bytes")).isEqualTo(Files.size(output));
    }

    @Test
    void shouldReplaceNoFile() throws Exception {
        Path output = Files.writeString(directory.resolve("c.pcapng"), "precious");
        CliFixture run = capture(output, "--seconds", "1");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("c.pcapng: exists already");
        assertThat(output).hasContent("precious");
    }

    @Test
    void shouldRefuseAnInterfaceThatIsNotThere() {
        CliFixture run = CliFixture.run("capture", "--config", config, "--interface", "nowhere9", "--output",
                directory.resolve("c").toString());
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("nowhere9");
        assertThat(directory.resolve("c")).doesNotExist();
    }

    private CliFixture capture(Path output, String... more) {
        String[] words = new String[8 + more.length];
        System.arraycopy(new String[] {"capture", "--json", "--config", config, "--interface", "127.0.0.1", "--output",
            output.toString()}, 0, words, 0, 8);
        System.arraycopy(more, 0, words, 8, more.length);
        return CliFixture.run(words);
    }
}
