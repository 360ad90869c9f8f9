package io.trackmc.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** What rows say of several runs. */
class BenchRowsTest {

    private static final Trial TRIAL = new Trial(Peer.AERON_TUNED, Mode.WIRE, 200, 3, 0.01, 0, 1, 4);

    @Test
    void shouldTellTheMedianWithTheLeastAndTheMost() {
        BenchRows rows = new BenchRows();
        rows.add(TRIAL, result(30_000, 0));
        rows.add(TRIAL, result(10_000, 2));
        rows.add(TRIAL, result(20_000, 1));

        assertThat(rows.json()).singleElement().satisfies(row -> assertThat(row)
                .containsEntry("peer", "aeron-tuned").containsEntry("secured", false).containsEntry("mode", "wire")
                .containsEntry("size", 200).containsEntry("receivers", 3).containsEntry("loss", 0.01)
                .containsEntry("lossModel", "datagrams").containsEntry("runs", 3)
                .containsEntry("messagesPerSecond", 20_000.0).containsEntry("messagesPerSecondMin", 10_000.0)
                .containsEntry("messagesPerSecondMax", 30_000.0).containsEntry("megabytesPerSecond", 4.0)
                .containsEntry("missing", 3L));
    }

    @Test
    void shouldTellWhatTrackDroppedAndNotWhatOthersDoNotTell() {
        BenchRows rows = new BenchRows();
        Trial track = new Trial(Peer.TRACK, Mode.WIRE, 200, 3, 0, 0, 1, 4);
        rows.add(track, result(1, 2));
        rows.add(track, result(1, 3));
        rows.add(TRIAL, result(1, 4));

        assertThat(rows.json()).extracting((Map<String, Object> row) -> row.get("drops"))
                .containsExactly(Map.of("stale", 5L), null);
    }

    @Test
    void shouldTakeTheMiddleOfTwo() {
        BenchRows rows = new BenchRows();
        rows.add(TRIAL, result(30_000, 0));
        rows.add(TRIAL, result(10_000, 0));

        assertThat(rows.json()).extracting(row -> row.get("messagesPerSecond")).containsExactly(20_000.0);
    }

    @Test
    void shouldKeepPeersApartInTheirOrder() {
        BenchRows rows = new BenchRows();
        rows.add(TRIAL, result(1, 0));
        rows.add(new Trial(Peer.TRACK, Mode.WIRE, 200, 3, 0, 0, 1, 4), result(2, 0));
        rows.add(TRIAL, result(3, 0));

        assertThat(rows.json()).extracting(row -> row.get("peer")).containsExactly("aeron-tuned", "track");
        assertThat(rows.json()).extracting((Map<String, Object> row) -> row.get("lossModel"))
                .containsExactly("datagrams", null);
    }

    private static TrialResult result(double rate, long missing) {
        return new TrialResult(rate, missing, 10, 20, 1.5, 200, Map.of("stale", missing));
    }
}
