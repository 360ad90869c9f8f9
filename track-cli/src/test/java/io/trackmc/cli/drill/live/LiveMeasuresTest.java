package io.trackmc.cli.drill.live;

import io.trackmc.cli.process.ParentLog;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.trackmc.sim.drill.DrillLibrary;
import io.trackmc.sim.drill.DrillReport;
import io.trackmc.sim.drill.PromiseResult;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What programs say, and which promises of a live drill that keeps or breaks. */
class LiveMeasuresTest {

    private static final long MS = 1_000_000;
    private static final Map<String, ParentLog> LOGS = Map.of("receiver-2", new ParentLog(List.of(
            new ParentLog.Entry(100 * MS, "bound", "rh-2"), new ParentLog.Entry(500 * MS, "bound", "rh-3"),
            new ParentLog.Entry(520 * MS, "served", "rh-3"))));

    private final LiveMeasures measures = new LiveMeasures(DrillLibrary.get("expel-under-load"));

    @Test
    void shouldHoldWhatWasShown() {
        measures.sender(json("rekeysCompleted: 7"));
        measures.receiver("receiver-2", json("ok: true, complete: true, gaps: 0"), "");
        measures.operator(json("expelled: [" + expelled(600, 600, "0") + expelled(900, 500, "0")
                + "{ node: rh-2, askedNanos: " + 400 * MS + " }]"), "", LOGS);
        DrillReport report = measures.report(1);
        assertThat(broken(report)).isEmpty();
        assertThat(report.findings()).isEmpty();
        assertThat(report.failovers().maxNs()).isEqualTo(120 * MS);
        assertThat(measured(report, "expel-within")).isEqualTo("900.0 ms");
        assertThat(measured(report, "expelled-packets-tried")).isEqualTo("1100");
        assertThat(measured(report, "rekeys-completed")).isEqualTo("7");
    }

    @Test
    void shouldBreakWhatWasNot() {
        measures.sender(json("rekeysCompleted: 1"));
        measures.receiver("receiver-2", json("ok: false, complete: false, gaps: 3"), "gone");
        measures.operator(json("expelled: [" + expelled(1500, 90, "2")
                + "{ node: rh-2, askedNanos: " + 600 * MS + " }]"), "", Map.of("receiver-2",
                        new ParentLog(List.of(
                                new ParentLog.Entry(100 * MS, "bound", "rh-2")))));
        assertThat(broken(measures.report(1))).containsExactlyInAnyOrder("rekeys-completed", "messages-lost",
                "incomplete-receivers", "expel-within", "expelled-packets-tried", "expelled-could-read", "reparented",
                "longest-orphaned");
    }

    /** The newest of its entries is not about who its parent is. */
    @Test
    void shouldSeeEachFailOverOfAChildAndNotTheFirstOnly() {
        Map<String, ParentLog> logs = Map.of("receiver-1", new ParentLog(List.of(
                new ParentLog.Entry(100 * MS, "bound", "rh-1"), new ParentLog.Entry(600 * MS, "lost", "rh-1"),
                new ParentLog.Entry(601 * MS, "bound", "rh-2"), new ParentLog.Entry(610 * MS, "served", "rh-2"),
                new ParentLog.Entry(620 * MS, "caught-up", "rh-2"), new ParentLog.Entry(9_000 * MS, "lost", "rh-2"),
                new ParentLog.Entry(9_001 * MS, "bound", "rh-1"))));
        measures.fault("rh-1", 200 * MS, logs);
        measures.fault("rh-2", 2_000 * MS, logs);
        assertThat(measured(measures.report(1), "longest-orphaned")).isEqualTo("7001.0 ms");
        assertThat(measures.stories()).hasSize(2);
    }

    @Test
    void shouldNotCallOrphansThoseWhoDidNotMissAParentThatStoodStill() {
        Map<String, ParentLog> logs = Map.of("receiver-1",
                new ParentLog(List.of(new ParentLog.Entry(100 * MS, "bound", "rh-1"))));
        measures.fault("rh-1", 200 * MS, 300 * MS, logs);
        assertThat(measures.stories()).isEmpty();
        measures.fault("rh-1", 200 * MS, logs);
        assertThat(measures.stories()).as("one that was killed").hasSize(1);
    }

    @Test
    void shouldNotTakeForUnreadableWhatWasHardlyTried() {
        measures.operator(json("expelled: [" + expelled(600, 2000, "0") + expelled(600, 99, "0") + "]"), "", LOGS);
        assertThat(broken(measures.report(1))).contains("expelled-could-read");
    }

    @Test
    void shouldNotTakeForUnreadableWhatNoKeyOpenedBefore() {
        measures.operator(json("expelled: [" + expelled(600, 2000, "null") + "]"), "", LOGS);
        assertThat(broken(measures.report(1))).contains("expelled-could-read");
    }

    @Test
    void shouldBreakEverythingAboutTheExpelledWhenNobodyTellsOfThem() {
        measures.sender(json(""));
        measures.operator(json(""), "it was killed", LOGS);
        DrillReport report = measures.report(1);
        assertThat(broken(report)).contains("rekeys-completed", "expel-within", "expelled-packets-tried",
                "expelled-could-read", "reparented", "longest-orphaned");
        assertThat(report.findings()).singleElement().asString().contains("it was killed");
    }

    private static String expelled(long millis, long tried, String read) {
        return "{ node: receiver-1, askedNanos: 1, expelMillis: " + millis + ", packetsTried: " + tried
                + ", packetsRead: " + read + " },";
    }

    private static Config json(String fields) {
        return ConfigFactory.parseString("{" + fields + "}");
    }

    private static List<String> broken(DrillReport report) {
        return report.promises().stream().filter(each -> !each.held()).map(PromiseResult::name).toList();
    }

    private static String measured(DrillReport report, String promise) {
        return report.promises().stream().filter(each -> each.name().equals(promise)).findFirst().orElseThrow().text();
    }
}
