package io.trackmc.sim.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.engine.EngineEvent;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a drill of keys promises must be able to break: for each promise of each there is a change of its file that breaks it. */
class BrokenKeyDrillTest {

    private static final long SECOND_NS = 1_000_000_000L;
    private static final String RULES = "rules-broken";

    /**
     * A change of a drill.
     *
     * @param breaks promises that it must break
     * @param text what the file says and becomes something else, and behind each what it becomes
     */
    record Sabotage(String drill, Set<String> breaks, List<String> text) {

        Sabotage(String drill, Set<String> breaks, String... text) {
            this(drill, breaks, List.of(text));
        }

        DrillReport run() throws InterruptedException {
            String changed = DrillLibrary.text(drill);
            for (int i = 0; i < text.size(); i += 2) {
                assertThat(changed).contains(text.get(i));
                changed = changed.replace(text.get(i), text.get(i + 1));
            }
            return new DrillRun(DrillFile.parse(drill + ".conf", changed), 1).run();
        }

        @Override
        public String toString() {
            return drill + ": " + breaks;
        }
    }

    private static final List<Sabotage> SABOTAGES = List.of(
            new Sabotage("expel-under-load",
                    Set.of("expel-within", "expelled-packets-tried", "expelled-could-read", "rekeys-completed"),
                    "messages-per-second = 2000", "messages-per-second = 400",
                    "{ at = 2s, expel", "{ at = 1s, kill = content-authority }, { at = 2s, expel"),
            new Sabotage("expel-under-load",
                    Set.of("messages-lost", "incomplete-receivers", "longest-orphaned", "reparented", "without-parent",
                            "keys-behind"),
                    "messages-per-second = 2000", "messages-per-second = 400",
                    "{ at = 5s, expel = rh-2 }", "{ at = 5s, kill = repair-heads }, { at = 6s, rekey = authorities }"),
            new Sabotage("expel-under-load", Set.of("sender-stall"),
                    "messages-per-second = 2000", "messages-per-second = 400",
                    "window-packets = 4096", "window-packets = 64",
                    "{ at = 5s, expel", "{ at = 6s, slow = receiver-1, messages-per-second = 1, for = 2s }, "
                            + "{ at = 5s, expel"),
            new Sabotage("rekey-under-loss", Set.of("rekeys-completed"),
                    "{ at = 1s, rekey", "{ at = 1s, kill = authorities }, { at = 1s, rekey"),
            new Sabotage("rekey-under-loss",
                    Set.of("messages-lost", "incomplete-receivers", "without-parent", "keys-behind"),
                    "{ at = 1s, rekey", "{ at = 5s, kill = repair-heads }, { at = 1s, rekey"),
            new Sabotage("rekey-under-loss", Set.of("sender-stall"),
                    "seconds = 14", "seconds = 14, window-packets = 64",
                    "{ at = 1s, rekey", "{ at = 5s, slow = receiver-1, messages-per-second = 1, for = 2s }, "
                            + "{ at = 1s, rekey"),
            new Sabotage("rekey-under-loss", Set.of("needless-moves"),
                    "loss = 5%", "loss = 55%", "parent-misses = 10", "parent-misses = 2",
                    "rounds = 100", "rounds = 10"),
            new Sabotage("authority-down", Set.of("rekeys-completed"),
                    "{ at = 10s, kill = authorities, for = 20s }", "{ at = 2s, kill = authorities }"),
            new Sabotage("authority-down",
                    Set.of("messages-lost", "incomplete-receivers", "longest-orphaned", "reparented", "without-parent",
                            "keys-behind"),
                    "{ at = 34s, kill = rh-1, for = 1s }", "{ at = 34s, kill = repair-heads }"),
            new Sabotage("authority-down", Set.of("failover-p99"), "parent-misses = 10", "parent-misses = 20"),
            new Sabotage("authority-down", Set.of("sender-stall"),
                    "seconds = 45", "seconds = 45, window-packets = 64",
                    "{ at = 34s, kill", "{ at = 34s, slow = receiver-1, messages-per-second = 1, for = 2s }, "
                            + "{ at = 34s, kill"),
            new Sabotage("authority-down", Set.of("authority-requests"), "join = false", "join = true"),
            new Sabotage("compromised-region", Set.of("forged-within", "forgeries-refused", "stolen-in-force"),
                    "{ at = 3s, compromise", "{ at = 1s, kill = transport-controller }, { at = 3s, compromise"),
            new Sabotage("compromised-region",
                    Set.of("messages-lost", "incomplete-receivers", "longest-orphaned", "reparented", "without-parent",
                            "keys-behind"),
                    "{ at = 3s, compromise", "{ at = 6s, kill = repair-heads }, { at = 7s, rekey = authorities }, "
                            + "{ at = 3s, compromise"),
            new Sabotage("compromised-region", Set.of("sender-stall"),
                    "seconds = 12", "seconds = 12, window-packets = 64",
                    "{ at = 3s, compromise", "{ at = 6s, slow = receiver-1, messages-per-second = 1, for = 2s }, "
                            + "{ at = 3s, compromise"),
            new Sabotage("compromised-region", Set.of("needless-moves"),
                    "data-loss = 2%", "data-loss = 2%, loss = 55%", "parent-misses = 10", "parent-misses = 2"));

    static Stream<Sabotage> sabotages() {
        return SABOTAGES.stream();
    }

    @ParameterizedTest
    @MethodSource("sabotages")
    void shouldBreakWhatItPromises(Sabotage sabotage) throws InterruptedException {
        assertThat(broken(sabotage.run())).containsAll(sabotage.breaks());
    }

    @ParameterizedTest
    @ValueSource(strings = {"expel-under-load", "rekey-under-loss", "authority-down", "compromised-region"})
    void shouldPromiseNothingThatCannotBreak(String name) {
        Set<String> breakable = new HashSet<>(Set.of(RULES));
        sabotages().filter(each -> each.drill().equals(name)).forEach(each -> breakable.addAll(each.breaks()));
        assertThat(DrillLibrary.get(name).promises()).extracting(each -> each.promise().text())
                .containsExactlyInAnyOrderElementsOf(breakable);
    }

    @ParameterizedTest
    @ValueSource(strings = {"expel-under-load", "rekey-under-loss", "authority-down", "compromised-region"})
    void shouldTakeWhatACheckerFindsForABrokenRule(String name) throws InterruptedException {
        DrillRun run = new DrillRun(DrillLibrary.get(name), 1);
        run.world().at(2 * SECOND_NS, () -> run.world().violations().report("test", 2 * SECOND_NS, "planted"));
        assertThat(broken(run.run())).contains(RULES);
    }

    @Test
    void shouldReportABystanderThatBelievesItselfExpelled() throws InterruptedException {
        String text = DrillLibrary.text("expel-under-load").replace("messages-per-second = 2000",
                "messages-per-second = 400");
        DrillRun run = new DrillRun(DrillFile.parse("bystander.conf", text), 1);
        int bystander = new DrillTree(DrillLibrary.get("expel-under-load").group()).id("receiver-1");
        run.world().at(4 * SECOND_NS, () -> Objects.requireNonNull(run.keyFaults())
                .onEvent(4 * SECOND_NS, bystander, new EngineEvent.Expelled(bystander)));
        DrillReport report = run.run();
        assertThat(report.findings()).singleElement().asString().contains("believes that it was expelled");
        // The run ends there: whether a message was on its way just then is chance.
        assertThat(broken(report)).contains(RULES);
    }

    private static List<String> broken(DrillReport report) {
        return report.promises().stream().filter(each -> !each.held()).map(PromiseResult::name).toList();
    }
}
