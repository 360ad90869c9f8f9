package io.trackmc.it.netns;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A drill on real processes: what must hold however busy the machine is. */
@Tag("netns")
class LiveDrillTest {

    private static final int MAX_SECONDS = 240;
    private static final String DRILL = """
            drill {
              name = one-kill
              purpose = "A repair head is killed and started again"
              live = true
              group {
                receivers = 4
                repair-heads = [2]
                data-loss = 2%
                messages-per-second = 500
                message-bytes = 1000
                seconds = 12
              }
              timing { heartbeat = 50ms, parent-misses = 10 }
              faults = [ { at = 2s, kill = rh-1, for = 2s } ]
              promises { messages-lost = at most 0, incomplete-receivers = at most 0 }
            }
            """;

    @TempDir
    private Path directory;

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void shouldLoseNothingWhenARepairHeadIsKilled() throws Exception {
        Hosts.assumePossible();
        Path home = PackagedPrograms.copyTo(directory.resolve("home"));
        Path file = Files.writeString(directory.resolve("one-kill.conf"), DRILL);
        try (TrackProgram drill = TrackProgram.start("drill", home, directory, List.of(), "drill", "run",
                file.toString(), "--live", "--json", "--seed", "1")) {
            assertThat(drill.ends(MAX_SECONDS)).as("it has ended").isTrue();
            assertThat(drill.exitCode()).as(drill.story()).isZero();
            assertThat(drill.report().getLong("messagesLost")).isZero();
            assertThat(drill.report().getLong("failoverMillis.count")).as(drill.story()).isPositive();
        }
    }
}
