package io.trackmc.cli.role;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AbsenceTest {

    private static final long LIMIT_NS = 5_000;

    private final Absence absence = new Absence(Duration.ofNanos(LIMIT_NS), 0);

    @Test
    void shouldBeOverWhenNobodyIsThereForSoLong() {
        assertThat(absence.isOver(LIMIT_NS - 1, 0, 0, 1)).isFalse();
        assertThat(absence.isOver(LIMIT_NS, 0, 0, 1)).isTrue();
    }

    @Test
    void shouldBeginAnewWhenSomebodyIsThere() {
        assertThat(absence.isOver(LIMIT_NS - 1, 1, 0, 1)).isFalse();
        assertThat(absence.isOver(LIMIT_NS, 0, 0, 1)).isFalse();
        assertThat(absence.isOver(2 * LIMIT_NS - 1, 0, 0, 1)).isTrue();
    }

    @Test
    void shouldBeginAnewWhenSomebodyConfirms() {
        assertThat(absence.isOver(LIMIT_NS - 1, 0, 1, 2)).isFalse();
        assertThat(absence.isOver(2 * LIMIT_NS - 2, 0, 1, 2)).isFalse();
        assertThat(absence.isOver(2 * LIMIT_NS - 1, 0, 1, 2)).isTrue();
    }

    @Test
    void shouldBeOverWhenAllWereExpelled() {
        assertThat(absence.isOver(LIMIT_NS - 1, 0, 0, 0)).isFalse();
        assertThat(absence.isOver(LIMIT_NS, 0, 0, 0)).isTrue();
    }

    @Test
    void shouldMissNobodyWhoHasConfirmedAndLeft() {
        assertThat(absence.isOver(1, 0, 2, 2)).isFalse();
        assertThat(absence.isOver(10 * LIMIT_NS, 0, 2, 2)).isFalse();
    }
}
