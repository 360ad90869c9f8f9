package io.trackmc.cli.drill.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.cli.drill.live.LiveMeasures;
import io.trackmc.cli.process.ParentLog;
import io.trackmc.sim.drill.DrillLibrary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whose loss of a parent is told, from when, and whose was needless. Times are milliseconds after the drill began. */
class ParentStoriesTest {

    private static final long BEGIN = 1_000_000_000_000L;
    private static final long MS = 1_000_000;

    private final LiveMeasures measures = new LiveMeasures(DrillLibrary.get("partition-region"));

    @Test
    void shouldCountFromTheFaultOfTheParent() {
        ParentStories stories = stories(Map.of("rh-1", List.of(hurt("rh-1", 1_000, 0))),
                Map.of("receiver-1",
                        log(-500, "bound rh-1", 1_500, "lost rh-1", 1_520, "bound rh-2", 1_530, "served rh-2")));
        stories.tell(measures);
        assertThat(measures.stories()).singleElement().satisfies(story -> {
            assertThat(story.lostNs()).isEqualTo(500 * MS);
            assertThat(story.boundNs()).isEqualTo(520 * MS);
            assertThat(story.servedNs()).isEqualTo(530 * MS);
        });
        assertThat(stories.needless()).isZero();
    }

    @Test
    void shouldCountFromTheEndForWhoWasCutOffItself() {
        ParentStories stories = stories(
                Map.of("rh-1", List.of(hurt("rh-1", 1_000, 2_000)), "receiver-1",
                        List.of(hurt("receiver-1", 1_000, 2_000))),
                Map.of("rh-1", log(-500, "bound sender", 1_500, "lost sender", 3_100, "bound sender"), "receiver-1",
                        log(-500, "bound rh-1", 2_000, "lost rh-1", 3_200, "bound rh-2", 3_210, "served rh-2")));
        stories.tell(measures);
        assertThat(measures.stories()).hasSize(2).allSatisfy(story -> assertThat(story.lostNs()).isZero());
        assertThat(measures.stories()).extracting(story -> story.boundNs() / MS).containsExactlyInAnyOrder(100L, 200L);
        assertThat(stories.needless()).isZero();
    }

    @Test
    void shouldSayNothingOfWhoHasNotMissedAParentThatWasSlow() {
        ParentStories stories = stories(Map.of("rh-1", List.of(hurt("rh-1", 1_000, 300))),
                Map.of("receiver-1", log(-500, "bound rh-1")));
        stories.tell(measures);
        assertThat(measures.stories()).isEmpty();
    }

    @Test
    void shouldCountWhoLeavesAParentThatIsThere() {
        ParentLog log = log(-500, "bound rh-1", 8_000, "lost rh-1", 8_100, "bound rh-2");
        assertThat(stories(Map.of("rh-2", List.of(hurt("rh-2", 1_000, 0))), Map.of("receiver-1", log)).needless())
                .isOne();
        assertThat(stories(Map.of("rh-1", List.of(hurt("rh-1", 1_000, 500))), Map.of("receiver-1", log)).needless())
                .as("long after its fault").isOne();
        assertThat(stories(Map.of("rh-1", List.of(hurt("rh-1", 7_600, 500))), Map.of("receiver-1", log)).needless())
                .isZero();
        assertThat(stories(Map.of(), Map.of("receiver-1", log, "rh-1", log(-500, "bound sender", 7_500, "lost sender")))
                .needless()).as("the parent has lost its own; who left that one did so needlessly").isOne();
    }

    private static ParentStories stories(Map<String, List<Hurt>> hurts, Map<String, ParentLog> logs) {
        return new ParentStories(500 * MS, BEGIN, hurts, logs);
    }

    private static Hurt hurt(String node, long atMs, long forMs) {
        return new Hurt(node, BEGIN + atMs * MS, forMs * MS);
    }

    /** Of times and words in turn. */
    private static ParentLog log(Object... entries) {
        List<ParentLog.Entry> all = new ArrayList<>();
        for (int i = 0; i < entries.length; i += 2) {
            String[] words = entries[i + 1].toString().split(" ", -1);
            all.add(new ParentLog.Entry(BEGIN + ((Integer) entries[i]) * MS, words[0], words[1]));
        }
        return new ParentLog(all);
    }
}
