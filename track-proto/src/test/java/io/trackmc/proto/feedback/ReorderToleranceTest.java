package io.trackmc.proto.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.testing.Overflow;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReorderToleranceTest {

    private static final long US = 1_000;
    private static final long T0 = Overflow.in(10 * US);
    private static final int REMEMBERED = 16;

    private final ReorderTolerance tolerance = new ReorderTolerance(NackTiming.lan());

    @BeforeEach
    void start() {
        tolerance.start();
    }

    @Test
    void shouldRiseToHalfAsMuchAgainAsAPacketWasLate() {
        long beforeNs = tolerance.ns();
        tolerance.found(T0, 5, 7);

        tolerance.late(T0 + beforeNs, 7);

        assertThat(tolerance.ns()).isEqualTo(beforeNs + beforeNs / 2);
    }

    @Test
    void shouldNotLearnFromWhatWasNeverMissing() {
        long beforeNs = tolerance.ns();
        tolerance.found(T0, 5, 7);

        tolerance.late(T0 + beforeNs, 4);
        tolerance.late(T0 + beforeNs, 8);

        assertThat(tolerance.ns()).isEqualTo(beforeNs);
    }

    @Test
    void shouldLearnFromTheNewestGapsOnlyHoweverManyThereWere() {
        long beforeNs = tolerance.ns();
        for (int gap = 1; gap <= 5 * REMEMBERED; gap++) {
            tolerance.found(T0, 10L * gap, 10L * gap);
        }

        tolerance.late(T0 + beforeNs, 10L * 4 * REMEMBERED);
        assertThat(tolerance.ns()).as("the newest that is forgotten").isEqualTo(beforeNs);

        tolerance.late(T0 + beforeNs, 10L * (4 * REMEMBERED + 1));
        assertThat(tolerance.ns()).as("the oldest that is remembered").isGreaterThan(beforeNs);
    }

    @Test
    void shouldRememberAllGapsOfAFewToo() {
        long beforeNs = tolerance.ns();
        tolerance.found(T0, 1, 1);
        tolerance.found(T0, 3, 3);

        tolerance.late(T0 + beforeNs, 1);

        assertThat(tolerance.ns()).isGreaterThan(beforeNs);
    }

    @Test
    void shouldFallWhenPacketsMustBeRepaired() {
        long beforeNs = tolerance.ns();

        tolerance.repaired();

        assertThat(tolerance.ns()).isLessThan(beforeNs);
    }
}
