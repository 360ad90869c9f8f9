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
        "kill = half|slay = half|found no fault beside it, allowed: one of kill, restart, pause, partition, slow, join, drain",
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
