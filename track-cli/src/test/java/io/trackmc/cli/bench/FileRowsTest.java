package io.trackmc.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What rows say of several transfers. */
class FileRowsTest {

    private final BenchOptions options = new BenchOptions();

    FileRowsTest() {
        new CommandLine(new Options(options)).parseArgs("--receivers", "3", "--mode", "wire", "--loss", "0.01");
    }

    @Test
    void shouldTellRatesOfTheMedianTheSlowestAndTheFastest() {
        FileRows rows = new FileRows(options, 100_000_000);
        List.of(4.0, 1.0, 2.0).forEach(seconds -> rows.add(Peer.UFTP, seconds));

        assertThat(rows.json()).singleElement().satisfies(row -> assertThat(row).containsEntry("peer", "uftp")
                .containsEntry("secured", true).containsEntry("mode", "wire").containsEntry("size", 100_000_000L)
                .containsEntry("receivers", 3).containsEntry("lossModel", "datagrams").containsEntry("runs", 3)
                .containsEntry("megabytesPerSecond", 50.0).containsEntry("megabytesPerSecondMin", 25.0)
                .containsEntry("megabytesPerSecondMax", 100.0).containsEntry("seconds", 2.0)
                .containsEntry("messagesPerSecond", null).containsEntry("p99Micros", null));
    }

    @Test
    void shouldTakeTheMiddleOfTwo() {
        FileRows rows = new FileRows(options, 100_000_000);
        rows.add(Peer.TRACK, 3.0);
        rows.add(Peer.TRACK, 1.0);

        assertThat(rows.json()).extracting((Map<String, Object> row) -> row.get("seconds")).containsExactly(2.0);
    }

    /** A command that has them. */
    @CommandLine.Command
    private static final class Options {

        @SuppressWarnings("unused") // picocli fills what it holds
        @CommandLine.Mixin
        private final BenchOptions options;

        Options(BenchOptions options) {
            this.options = options;
        }
    }
}
