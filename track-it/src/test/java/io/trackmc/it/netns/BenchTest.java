package io.trackmc.it.netns;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A bench that is far too short: whether its rows are there and make sense, however fast the machine is. */
@Tag("netns")
class BenchTest {

    private static final int MAX_SECONDS = 420;

    @TempDir
    private Path directory;

    @Test
    @Timeout(value = 8, unit = TimeUnit.MINUTES)
    void shouldMeasureEachPeer() throws Exception {
        HostChecks.assumePossible();
        Path home = PackagedPrograms.copyTo(directory.resolve("home"));
        try (TrackProgram bench = TrackProgram.start("bench", home, directory, List.of(), "bench", "throughput",
                "--peers", "track,aeron-tuned", "--mode", "wire", "--size", "200", "--receivers", "2", "--runs", "1",
                "--seconds", "0.5", "--warm-up", "0.5", "--cold", "--json")) {
            assertThat(bench.ends(MAX_SECONDS)).as("it has ended").isTrue();
            assertThat(bench.exitCode()).as(bench.story()).isZero();
            List<? extends Config> rows = bench.report().getConfigList("rows");
            assertThat(rows).extracting(row -> row.getString("peer")).containsExactly("track", "aeron-tuned",
                    "ceiling-gso", "ceiling-crypto");
            assertThat(rows).extracting(row -> row.getBoolean("secured")).containsExactly(true, false, false, true);
            rows.forEach(BenchTest::assertPlausible);
        }
    }

    private static void assertPlausible(Config row) {
        assertThat(row.getString("mode")).isEqualTo("wire");
        assertThat(row.getInt("size")).isEqualTo(200);
        assertThat(row.getInt("receivers")).isEqualTo(2);
        assertThat(row.getInt("runs")).isEqualTo(1);
        assertThat(row.getDouble("messagesPerSecond")).isPositive().isEqualTo(row.getDouble("messagesPerSecondMin"))
                .isEqualTo(row.getDouble("messagesPerSecondMax"));
        assertThat(row.getDouble("p99Micros")).isGreaterThanOrEqualTo(row.getDouble("p50Micros"));
        assertThat(row.getDouble("p50Micros")).isPositive();
        assertThat(row.getDouble("cpuMicrosPerMessage")).isPositive();
        assertThat(row.getDouble("rssMegabytes")).isPositive();
        if (!row.getString("peer").startsWith("ceiling")) {
            assertThat(row.getLong("missing")).isZero(); // a ceiling repairs nothing
        }
    }
}
