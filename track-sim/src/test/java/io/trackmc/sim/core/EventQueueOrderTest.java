package io.trackmc.sim.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The queue against one that compares all. */
class EventQueueOrderTest {

    private static final int ACTIONS = 20_000;
    private static final long HOUR_NS = 3_600_000_000_000L;
    private static final long[] AHEAD_NS = {1, 50_000, 262_144, 20_000_000, 2_147_483_648L, 60_000_000_000L, HOUR_NS};

    private final EventQueue queue = new EventQueue();
    private final PriorityQueue<Expected> expected = new PriorityQueue<>(
            Comparator.comparingLong(Expected::atNs).thenComparingLong(Expected::number));
    private final List<Expected> ran = new ArrayList<>();
    private int made;

    private record Expected(long atNs, long number) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void shouldRunEverythingInOrderHoweverFarAhead(long seed) {
        RandomGenerator random = new Seed(seed).generator();
        while (made < ACTIONS || queue.size() > 0) {
            for (int i = random.nextInt(8); i > 0 && made < ACTIONS; i--) {
                add(random);
            }
            if (random.nextInt(16) == 0) {
                queue.step(queue.nowNs() + random.nextLong(AHEAD_NS[random.nextInt(AHEAD_NS.length)]));
            } else {
                queue.step(Long.MAX_VALUE);
            }
            check();
        }
        assertThat(made).isEqualTo(ACTIONS);
        assertThat(expected).isEmpty();
    }

    private void add(RandomGenerator random) {
        made++;
        long atNs = queue.nowNs() + random.nextLong(AHEAD_NS[random.nextInt(AHEAD_NS.length)]);
        long[] number = new long[1];
        number[0] = queue.at(atNs, () -> ran.add(new Expected(queue.nowNs(), number[0])));
        expected.add(new Expected(atNs, number[0]));
    }

    private void check() {
        ran.forEach(each -> assertThat(each).isEqualTo(expected.poll()));
        ran.clear();
        assertThat(queue.size()).isEqualTo(expected.size());
    }
}
