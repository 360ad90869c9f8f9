package io.trackmc.cli.drill.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trackmc.cli.task.TaskException;
import io.trackmc.sim.drill.DrillFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What would be done to whom. */
class DeploymentPlanTest {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock = """
                    lose = rh-1, share = 20%, for = 1s                | 1.0 s  lose 20% of what reaches lon-1 (rh-1); ends by itself
                    delay = rh-1, time = 30ms, for = 1s               | 1.0 s  delay by 30 ms what reaches lon-1 (rh-1); ends by itself
                    delay = rh-1, time = 30ms, jitter = 5ms, for = 1s | 1.0 s  delay by 30 to 35 ms what reaches lon-1 (rh-1); ends by itself
                    clock-skew = rh-1, offset = -90s, for = 1s        | 1.0 s  clock-skew of -90.0 s at lon-1 (rh-1); ends by itself
                    kill = rh-1, for = 1s                             | 2.0 s  end of kill lon-1 (rh-1): ssh lon-1 go
                    kill = rh-1                                       | 1.0 s  kill lon-1 (rh-1); stays down
                    partition = region of rh-1, for = 1s              | the 3 others hear nothing of these
                    partition = region of rh-1, for = 1s              | 1.0 s  partition receiver-1; ends by itself
                    """)
    void shouldSayWhatAndHowItEnds(String fault, String line) throws IOException {
        assertThat(plan(fault).lines()).anyMatch(each -> each.contains(line));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock = """
                    lose = receivers, share = 20%, for = 1s | hits receiver-2
                    delay = sender, time = 3ms, for = 1s    | hits sender
                    slow = rh-1, messages-per-second = 5, for = 1s | found slow
                    kill = rh-3, for = 1s                   | mine hits rh-3, which
                    expel = rh-1                            | that only in a drill with
                    """)
    void shouldHitNobodyElse(String fault, String why) {
        assertThatThrownBy(() -> plan(fault)).isInstanceOfAny(TaskException.class, RuntimeException.class)
                .hasMessageContaining(why);
    }

    @Test
    void shouldDoTogetherWhatIsDoneAtOneTime() throws IOException {
        DeploymentPlan plan = plan("partition = region of rh-1, for = 1s }, { at = 1s, pause = rh-2, for = 1s");
        assertThat(plan.batches()).extracting(batch -> batch.size()).containsExactly(2, 1, 2, 1);
        assertThat(DeploymentPlan.isCutTogether(plan.batches().getFirst())).isTrue();
        assertThat(DeploymentPlan.isCutTogether(plan.batches().get(1))).isFalse();
    }

    /** It would refuse that in the middle of the drill. */
    @Test
    void shouldNotSetAnAuthorityBack() throws IOException {
        String keys = "keys { rekey-every = 1s }";
        assertThatThrownBy(() -> plan("clock-skew = authorities, offset = -1s, for = 1s", keys))
                .isInstanceOf(TaskException.class)
                .hasMessageContaining("allowed with --deployment: one that is set forward");
        assertThat(plan("clock-skew = authorities, offset = 1s, for = 1s", keys).actions()).isNotEmpty();
    }

    private DeploymentPlan plan(String fault) throws IOException {
        return plan(fault, "");
    }

    private DeploymentPlan plan(String fault, String keys) throws IOException {
        Path site = Files.writeString(directory.resolve("site.conf"), """
                deployment {
                  token-file = m.token
                  blast-radius = [ rh-1, rh-2, receiver-1, transport-controller, content-authority ]
                  time-limit = 90s
                  nodes {
                    sender     { url = "http://127.0.0.1:9464" }
                    rh-1       { name = lon-1, url = "https://10.0.0.1:9464", start = [ssh, lon-1, go] }
                    rh-2       { url = "https://10.0.0.2:9464" }
                    receiver-1 { url = "https://10.0.1.1:9464" }
                    receiver-2 { url = "https://10.0.1.2:9464" }
                    transport-controller { url = "https://10.0.2.1:9464" }
                    content-authority { url = "https://10.0.2.2:9464" }
                  }
                }
                """);
        return new DeploymentPlan(DrillFile.parse("mine.conf", """
                drill {
                  name = mine
                  purpose = "Mine"
                  group { receivers = 2, repair-heads = [3], messages-per-second = 100, message-bytes = 100, seconds = 9 }
                  timing { heartbeat = 50ms, parent-misses = 10 }
                  %s
                  faults = [ { at = 1s, %s } ]
                  promises { messages-lost = at most 0 }
                }
                """.formatted(keys, fault)), DeploymentFile.read(site), 1);
    }
}
