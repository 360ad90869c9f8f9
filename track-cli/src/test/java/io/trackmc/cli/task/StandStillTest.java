package io.trackmc.cli.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class StandStillTest {

    private final long startNs = Long.parseLong("9223372036854775805");

    @Test
    void shouldNoticeThatNothingMoves() {
        StandStill still = new StandStill(Duration.ofNanos(10), startNs);
        assertThat(still.isOver(startNs + 9, 0)).isFalse();
        assertThat(still.isOver(startNs + 10, 0)).isTrue();
    }

    @Test
    void shouldStartAgainWithEachMove() {
        StandStill still = new StandStill(Duration.ofNanos(10), startNs);
        assertThat(still.isOver(startNs + 10, 1)).isFalse();
        assertThat(still.isOver(startNs + 19, 1)).isFalse();
        still.reset(startNs + 19);
        assertThat(still.isOver(startNs + 28, 1)).isFalse();
        assertThat(still.isOver(startNs + 29, 1)).isTrue();
    }

    @Test
    void shouldWaitForeverWithoutALimit() {
        assertThat(new StandStill(Duration.ZERO, startNs).isOver(startNs + Long.MAX_VALUE, 0)).isFalse();
    }
}
