package io.trackmc.cli.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.cli.CliFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DrillCommandsTest {

    private static final String DRILL = """
            drill {
              name = tiny
              purpose = "A repair head dies"
              group { receivers = 4, repair-heads = [2], data-loss = 5%, messages-per-second = 200, message-bytes = 100, seconds = 4 }
              timing { heartbeat = 20ms, parent-misses = 5 }
              faults = [ { at = 1s, kill = rh-1 } ]
              promises { messages-lost = at most 0, reparented = at least 99%, failover-p99 = at most 1ms }
            }
            """;

    @TempDir
    private Path directory;

    @Test
    void shouldListAllDrills() {
        CliFixture run = CliFixture.run("drill", "list", "--json");
        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("\"name\":\"kill-rh\"").contains("\"name\":\"rolling-upgrade\"");
    }

    @Test
    void shouldTellWhichPromiseIsBroken() throws IOException {
        Path file = Files.writeString(directory.resolve("tiny.conf"), DRILL);
        CliFixture run = CliFixture.run("drill", "run", file.toString(), "--sim", "--seed", "1", "--json");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.outLines()).singleElement().asString()
                .startsWith("{\"command\":\"drill run\",\"ok\":false,\"error\":\"broken: failover-p99 (")
                .contains(
                        "\"drill\":\"tiny\",\"promises\":[{\"name\":\"messages-lost\",\"promised\":\"at most 0\",\"measured\":0,"
                                + "\"unit\":\"\",\"held\":true}")
                .contains("\"failoverMillis\":{\"count\":").contains("\"messagesLost\":0,\"authorityRequests\":0,");
    }

    @Test
    void shouldHoldWhatCanBeHeld() throws IOException {
        Path file = Files.writeString(directory.resolve("tiny.conf"), DRILL.replace("at most 1ms", "at most 150ms"));
        CliFixture run = CliFixture.run("drill", "run", file.toString(), "--seed", "1");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("held").doesNotContain("BROKEN");
    }

    @Test
    void shouldRefuseWhatIsNoDrill() {
        CliFixture run = CliFixture.run("drill", "run", "kill-hr");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.errLines()).singleElement().asString().contains("no drill 'kill-hr'; nearest: kill-rh");
    }

    @Test
    void shouldRefuseDrillsThatProcessesCannotDo() {
        CliFixture run = CliFixture.run("drill", "run", "partition-region", "--live");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.errLines()).singleElement().asString().contains("not a drill for real processes");
    }
}
