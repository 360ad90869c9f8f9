package io.trackmc.it.netns;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
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
              purpose = "One repair head after the other is killed and started again"
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
              faults = [ { at = 2s, kill = repair-heads, every = 5s, for = 2s } ]
              promises { messages-lost = at most 0, incomplete-receivers = at most 0 }
            }
            """;
    private static final String WITHOUT_AUTHORITIES = """
            drill {
              name = no-authorities
              purpose = "Both authorities and one repair head after the other are killed"
              live = true
              group {
                receivers = 4
                repair-heads = [2]
                data-loss = 2%
                messages-per-second = 500
                message-bytes = 1000
                seconds = 14
              }
              timing { heartbeat = 50ms, parent-misses = 10 }
              keys { rekey-every = 1s, overlap = 500ms }
              faults = [
                { at = 3s, kill = authorities, for = 4s }
                { at = 4s, kill = repair-heads, every = 5s, for = 2s }
              ]
              promises { messages-lost = at most 0, incomplete-receivers = at most 0, rekeys-completed = at least 2 }
            }
            """;

    private static final String EXPULSIONS = """
            drill {
              name = expulsions
              purpose = "A receiver and a repair head are expelled"
              live = true
              group {
                receivers = 4
                repair-heads = [2]
                backups = 1
                data-loss = 2%
                messages-per-second = 500
                message-bytes = 1000
                seconds = 16
              }
              timing { heartbeat = 50ms, parent-misses = 10 }
              keys { overlap = 500ms }
              faults = [
                { at = 3s, expel = receiver-4 }
                { at = 8s, expel = rh-2 }
              ]
              promises {
                messages-lost = at most 0
                incomplete-receivers = at most 0
                rekeys-completed = at least 3
                expelled-packets-tried = at least 100
                expelled-could-read = at most 0
              }
            }
            """;

    @TempDir
    private Path directory;

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void shouldLoseNothingWhenARepairHeadIsKilled() throws Exception {
        assertThat(shouldLoseNothing("one-kill.conf", DRILL).getLong("failoverMillis.count")).isPositive();
    }

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void shouldGoOnWithoutAuthoritiesAndChangeKeysWhenTheyAreBack() throws Exception {
        assertThat(shouldLoseNothing("no-authorities.conf", WITHOUT_AUTHORITIES).getLong("failoverMillis.count"))
                .isPositive();
    }

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void shouldShutOutWhoIsExpelledAndNobodyElse() throws Exception {
        shouldLoseNothing("expulsions.conf", EXPULSIONS);
    }

    /** On a busy machine all receivers may be below one repair head: those drills kill both, one after the other. */
    private Config shouldLoseNothing(String name, String text) throws Exception {
        HostChecks.assumePossible();
        Path home = PackagedPrograms.copyTo(directory.resolve("home"));
        Path file = Files.writeString(directory.resolve(name), text);
        try (TrackProgram drill = TrackProgram.start("drill", home, directory, List.of(), "drill", "run",
                file.toString(), "--live", "--json", "--seed", "1")) {
            assertThat(drill.ends(MAX_SECONDS)).as("it has ended").isTrue();
            assertThat(drill.exitCode()).as(drill.story()).isZero();
            assertThat(drill.report().getLong("messagesLost")).isZero();
            return drill.report();
        }
    }
}
