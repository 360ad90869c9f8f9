package io.trackmc.proto.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.tree.Child;
import io.trackmc.proto.tree.TestChildren;
import io.trackmc.proto.wire.TrackMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The two minima that are kept current, against a look at everybody. */
class SubtreeFloorTest {

    private static final int MAX_CHILDREN = 40;
    private static final int STEPS = 2_000;

    private final TestChildren children = new TestChildren(MAX_CHILDREN);
    private final SubtreeFloor floor = new SubtreeFloor(children.table());
    private final SubtreeSummary summary = new SubtreeSummary();
    private final List<Child> bound = new ArrayList<>();

    @Test
    void shouldHaveNoMinimumWithoutChildren() {
        floor.refresh();
        assertThat(floor.cumAck()).isEqualTo(SubtreeSummary.NO_CHILD);
        assertThat(floor.highestAllowed()).isEqualTo(SubtreeSummary.NO_CHILD);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldBeWhatASummaryFindsWhoeverComesReportsAndGoes(long seed) {
        Random random = new Random(seed);
        int nextId = 1_000;
        for (int step = 0; step < STEPS; step++) {
            int dice = random.nextInt(10);
            if (bound.isEmpty() || (dice == 0 && bound.size() < MAX_CHILDREN)) {
                bound.add(children.bound(nextId++, report(random)));
                floor.refresh();
            } else if (dice == 1) {
                Child gone = bound.remove(random.nextInt(bound.size()));
                children.lose(gone);
                floor.refresh();
                compare(step);
                children.forget(gone);
                floor.refresh();
            } else {
                Child child = bound.get(random.nextInt(bound.size()));
                children.report(child, report(random));
                floor.onReport(child);
            }
            compare(step);
        }
    }

    private void compare(int step) {
        summary.compute(children.table());
        assertThat(floor.cumAck()).as("step %d", step).isEqualTo(summary.cumAck());
        assertThat(floor.highestAllowed()).as("step %d", step).isEqualTo(summary.highestAllowed());
        assertThat(floor.transportEpoch()).as("step %d", step).isEqualTo(summary.transportEpoch());
        assertThat(floor.contentEpoch()).as("step %d", step).isEqualTo(summary.contentEpoch());
    }

    private static TrackMessage report(Random random) {
        long acked = random.nextInt(1_000);
        return new TrackMessage().cumAck(acked).subtreeCumAck(acked).highestAllowed(acked + random.nextInt(100))
                .transportEpoch(1 + random.nextInt(5)).contentEpoch(random.nextInt(5));
    }
}
