package io.trackmc.cli.drill.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trackmc.keys.transport.file.KeyFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The file that says whom a drill may hurt. */
class DeploymentFileTest {

    private static final String GOOD = """
            deployment {
              token-file = m.token
              blast-radius = [ rh-1, rh-2 ]
              time-limit = 90s
              nodes {
                sender     { url = "http://127.0.0.1:9464" }
                rh-1       { name = lon-1, url = "https://10.0.0.1:9464", certificate = lon-1.pem, start = [ssh, lon-1, go] }
                rh-2       { url = "https://10.0.0.2:9464" }
                receiver-1 { url = "https://10.0.1.1:9464", token-file = other.token }
              }
            }
            """;

    @TempDir
    private Path directory;

    @Test
    void shouldReadWhoIsThere() throws IOException {
        Deployment deployment = read(GOOD);
        assertThat(deployment.processes().keySet()).containsExactly("sender", "rh-1", "rh-2", "receiver-1");
        DeployedProcess first = deployment.repairHeads().getFirst();
        assertThat(first.name()).isEqualTo("lon-1");
        assertThat(first.start()).containsExactly("ssh", "lon-1", "go");
        assertThat(first.place().certificate()).isEqualTo(directory.resolve("lon-1.pem"));
        assertThat(first.place().tokenFile()).isEqualTo(directory.resolve("m.token"));
        assertThat(deployment.receivers().getFirst().place().tokenFile()).isEqualTo(directory.resolve("other.token"));
        assertThat(deployment.levels()).isEqualTo(List.of(2));
        assertThat(deployment.timeLimit()).isEqualTo(Duration.ofSeconds(90));
        assertThat(deployment.authorities()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock = """
                    rh-2 ]          | rh-9 ]           | blast-radius
                    90s             | 2h               | time-limit
                    90s             | 4000s            | time-limit
                    rh-2            | rh-3             | no rh-2
                    receiver-1      | edge-1           | receiver-1..
                    sender          | receiver-2       | the sender and at least one
                    http://127      | ftp://127        | url
                    https://10.0.0.2 | http://10.0.0.2  | url
                    https://10.0.0.2 | https://10.0.0.1 | again
                    :9464"          | :9464/drill"     | url
                    token-file = m.token | #           | token-file
                    time-limit      | time-limits      | time-limit
                    url = "https://10.0.0.2:9464" | uri = "https://10.0.0.2:9464" | nodes.rh-2.
                    """)
    void shouldNameWhatDoesNotFit(String before, String after, String named) {
        assertThat(GOOD).contains(before);
        assertThatThrownBy(() -> read(GOOD.replace(before, after))).isInstanceOf(KeyFileException.class)
                .hasMessageContaining("site.conf").hasMessageContaining(named).hasMessageNotContaining("\n");
    }

    private Deployment read(String text) throws IOException {
        return DeploymentFile.read(Files.writeString(directory.resolve("site.conf"), text));
    }
}
