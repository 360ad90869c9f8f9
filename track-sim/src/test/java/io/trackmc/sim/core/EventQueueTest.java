package io.trackmc.sim.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventQueueTest {

    private final EventQueue queue = new EventQueue();
    private final List<String> history = new ArrayList<>();

    @Test
    void shouldRunInOrderOfTime() {
        queue.at(30, () -> history.add("late"));
        queue.at(10, () -> history.add("early"));
        runAll();
        assertThat(history).containsExactly("early", "late");
    }

    @Test
    void shouldRunTiesInOrderOfInsertion() {
        for (int i = 0; i < 100; i++) {
            String name = "action " + i;
            queue.at(7, () -> history.add(name));
        }
        runAll();
        assertThat(history).hasSize(100).first().isEqualTo("action 0");
        assertThat(history).isSortedAccordingTo((a, b) -> Integer.compare(number(a), number(b)));
    }

    @Test
    void shouldRunWhatIsInThePastNow() {
        queue.at(50, () -> queue.at(20, () -> history.add("at " + queue.nowNs())));
        runAll();
        assertThat(history).containsExactly("at 50");
    }

    @Test
    void shouldStopAtLimitAndMoveTimeThere() {
        queue.at(100, () -> history.add("beyond"));
        assertThat(queue.step(99)).isFalse();
        assertThat(queue.nowNs()).isEqualTo(99);
        assertThat(history).isEmpty();
    }

    private void runAll() {
        while (queue.step(1_000)) {
            assertThat(queue.nowNs()).isLessThanOrEqualTo(1_000);
        }
    }

    private static int number(String name) {
        return Integer.parseInt(name.substring("action ".length()));
    }
}
