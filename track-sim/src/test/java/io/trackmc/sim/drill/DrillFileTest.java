package io.trackmc.sim.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DrillFileTest {

    private static final String FILE = """
            drill {
              name = mine
              purpose = "A purpose"
              group {
                receivers = 6
                repair-heads = [2, 4]
                messages-per-second = 100
                message-bytes = 100
                seconds = 6
              }
              timing { heartbeat = 20ms, parent-misses = 5 }
              faults = [
                { at = 1s, kill = half of repair-heads on level 2, for = 500ms }
              ]
              promises {
                failover-p99 = at most 150ms
                reparented = at least 99%
                messages-lost = at most 0
              }
            }
            """;

    private static final String KEYED = """
            drill {
              name = mine
              purpose = "A purpose"
              group {
                receivers = 6
                repair-heads = [3]
                messages-per-second = 100
                message-bytes = 100
                seconds = 6
              }
              timing { heartbeat = 20ms, parent-misses = 5 }
              keys { overlap = 1s }
              faults = [
                { at = 1s, rekey = authorities }
                { at = 1s, expel = rh-1 }
                { at = 1s, compromise = rh-2, for = 1s }
              ]
              promises {
                expel-within = at most 1s
                rekeys-completed = at least 2
              }
            }
            """;

    @Test
    void shouldReadWhatOperatorsWrite() {
        Drill drill = DrillFile.parse("mine.conf", FILE);
        assertThat(drill.timing().detectionNs()).isEqualTo(100_000_000);
        assertThat(drill.steps()).singleElement().satisfies(step -> {
            assertThat(step.verb()).isEqualTo(Verb.KILL);
            assertThat(step.forNs()).isEqualTo(500_000_000);
            assertThat(step.nodes(new DrillTree(drill.group()), new SplittableRandom(1))).hasSize(2);
        });
        assertThat(drill.promises()).extracting(PromisedLimit::text)
                .containsExactlyInAnyOrder("at most 150.0 ms", "at least 99.00 %", "at most 0");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "seconds = 6|'secnds = 6, seconds = 6'|unknown key \"drill.group.secnds\", nearest is \"seconds\"",
        "at = 1s|at = 1|mine.conf:13: key \"drill.faults[0].at\": found the number 1, allowed: a time with us, ms or s",
        "kill = half|slay = half|found no fault beside it, allowed: one of kill, restart, pause, partition, lose, delay, clock-skew, slow, join, drain, rekey, expel, compromise",
        "kill = half of repair-heads on level 2, for = 500ms|lose = rh-1, for = 1s|key \"drill.faults[0].share\": found none, allowed: a share above 0%",
        "kill = half of repair-heads on level 2, for = 500ms|'lose = rh-1, share = 0%, for = 1s'|found 0%, allowed: a share above 0% and up to 100%",
        "kill = half of repair-heads on level 2, for = 500ms|'lose = rh-1, share = 20%'|drill.faults[0].for",
        "kill = half of repair-heads on level 2, for = 500ms|'delay = rh-1, time = 6s, for = 1s'|found 6000000 us, allowed: 1ms to 5000ms",
        "kill = half of repair-heads on level 2, for = 500ms|'delay = rh-1, time = 1500us, for = 1s'|found 1500 us, allowed: 1ms to 5000ms, whole milliseconds",
        "kill = half of repair-heads on level 2, for = 500ms|'clock-skew = rh-1, offset = 0s, for = 1s'|allowed: a time with ms, s, h or d, such as 400d or -90s",
        "kill = half of repair-heads on level 2, for = 500ms|'clock-skew = rh-1, offset = -3661d, for = 1s'|up to 3660d",
        "half of repair-heads on level 2|half of all|found \"half of all\", allowed: sender, rh-N, receiver-N",
        "half of repair-heads on level 2|rh-7|found \"rh-7\", allowed: a node of this group, up to receiver-6",
        "half of repair-heads on level 2|backup of rh-1|found \"backup of rh-1\", which is nobody",
        "for = 500ms|for = 5s|faults that end by 5800 ms",
        "at most 150ms|at least 150ms|found \"at least 150ms\", allowed: at most and a time",
        "at most 150ms|150ms|allowed: at most and a time",
        "99%|99|allowed: at least and a share",
        "[2, 4]|2|allowed: a list [ .. ] of whole numbers"})
    void shouldNameFileLineKeyFoundAndAllowed(String right, String wrong, String message) {
        assertThat(FILE).contains(right);
        assertThatThrownBy(() -> DrillFile.parse("mine.conf", FILE.replace(right, wrong)))
                .isInstanceOf(DrillFileException.class).hasMessageStartingWith("mine.conf:")
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "overlap = 1s|ovrlap = 1s|unknown key \"drill.keys.ovrlap\", nearest is \"overlap\"",
        "overlap = 1s|overlap = 1|mine.conf:12: key \"drill.keys.overlap\": found the number 1, allowed: a time with us, ms or s",
        "overlap = 1s|join = maybe|mine.conf:12: key \"drill.keys.join\"",
        "rekey = authorities|rekey = rh-1|found \"rh-1\", allowed: authorities, transport-controller or content-authority",
        "expel = rh-1|expel = sender|found \"sender\", allowed: repair heads or receivers",
        "expel = rh-1|expel = content-authority|found \"content-authority\", allowed: repair heads or receivers",
        "compromise = rh-2, for = 1s|compromise = receiver-2, for = 1s|found \"receiver-2\", allowed: repair heads",
        "compromise = rh-2, for = 1s|compromise = rh-2|\"drill.faults[2].for\"",
        "expel = rh-1|pause = transport-controller, for = 1s|found \"transport-controller\", allowed: a node",
        "expel = rh-1|kill = sender, for = 1s|found \"sender\", allowed: another node: in a drill with keys",
        "seconds = 6|'seconds = 6, keys-in-advance = false'|found keys-in-advance = false beside keys, allowed: true, or no keys",
        "at most 1s|at least 1s|found \"at least 1s\", allowed: at most and a time",
        "at least 2|at most 2|found \"at most 2\", allowed: at least and a whole number"})
    void shouldNameWhatIsWrongAboutKeys(String right, String wrong, String message) {
        assertThat(DrillFile.parse("mine.conf", KEYED).keys()).isNotNull();
        assertThat(KEYED).contains(right);
        assertThatThrownBy(() -> DrillFile.parse("mine.conf", KEYED.replace(right, wrong)))
                .isInstanceOf(DrillFileException.class).hasMessageStartingWith("mine.conf:")
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "kill = half of repair-heads on level 2|kill = authorities|found \"transport-controller\", allowed: that only in a drill with an object \"keys\"",
        "kill = half of repair-heads on level 2, for = 500ms|expel = rh-1|found \"rh-1\", allowed: that only in a drill with an object \"keys\"",
        "messages-lost = at most 0|keys-behind = at most 0|found a promise about keys, allowed: that only in a drill with an object \"keys\""})
    void shouldWantKeysForFaultsAndPromisesAboutThem(String right, String wrong, String message) {
        assertThat(FILE).contains(right);
        assertThatThrownBy(() -> DrillFile.parse("mine.conf", FILE.replace(right, wrong)))
                .isInstanceOf(DrillFileException.class).hasMessageContaining(message);
    }

    @Test
    void shouldReadHowBadAStepIs() {
        assertThat(extent("lose = rh-1, share = 20%, for = 1s")).isEqualTo(new Extent(0, 0.2, 0, 0, 0));
        assertThat(extent("delay = rh-1, time = 30ms, jitter = 5ms, for = 1s"))
                .isEqualTo(new Extent(0, 0, 30_000_000, 5_000_000, 0));
        assertThat(extent("delay = rh-1, time = 30ms, for = 1s").jitterNs()).isZero();
        assertThat(extent("clock-skew = rh-1, offset = -2h, for = 1s").offsetMs()).isEqualTo(-7_200_000);
        assertThat(extent("clock-skew = receivers, offset = 400d, for = 1s").offsetMs()).isEqualTo(400L * 86_400_000);
    }

    private static Extent extent(String fault) {
        return DrillFile.parse("mine.conf", FILE.replace("kill = half of repair-heads on level 2, for = 500ms", fault))
                .steps().getFirst().extent();
    }

    @Test
    void shouldFindRelativesInTheTree() {
        Drill drill = DrillFile.parse("mine.conf", FILE);
        DrillTree tree = new DrillTree(drill.group());
        assertThat(names(tree, "children of rh-1")).containsExactly("rh-3", "rh-4");
        assertThat(names(tree, "region of rh-3")).containsExactly("rh-3", "receiver-1");
        assertThat(names(tree, "parent of children of rh-1")).containsExactly("rh-1");
        assertThat(names(tree, "backup of receiver-1")).containsExactly("rh-4");
        assertThat(names(tree, "backup of rh-3")).containsExactly("rh-2");
        assertThat(names(tree, "2 of receivers")).hasSize(2);
    }

    @Test
    void shouldShipEveryDrillThatIsListed() {
        assertThat(DrillLibrary.all()).extracting(Drill::name).containsExactlyElementsOf(DrillLibrary.NAMES);
    }

    private static List<String> names(DrillTree tree, String selector) {
        Selector parsed = SelectorText.parse(selector);
        assertThat(parsed).isNotNull();
        return parsed.select(tree, new SplittableRandom(1)).stream().map(tree::name).toList();
    }
}
