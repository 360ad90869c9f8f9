package io.trackmc.perf.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

/** The source of a ceiling waits for the slowest sink. */
class CeilingCreditsTest {

    private final CeilingCredits credits = new CeilingCredits(2);

    @Test
    void shouldWaitForWhoHasToldNothingYet() {
        tell(1, 500);

        assertThat(credits.slowest()).isZero();
    }

    @Test
    void shouldTellWhereTheSlowestIs() {
        tell(1, 500);
        tell(2, 300);
        assertThat(credits.slowest()).isEqualTo(300);

        tell(2, 700);
        assertThat(credits.slowest()).isEqualTo(500);
    }

    @Test
    void shouldNotGoBack() {
        tell(1, 500);
        tell(2, 500);
        tell(1, 100);

        assertThat(credits.slowest()).isEqualTo(500);
    }

    @Test
    void shouldWaitNoLongerForWhatWasForgiven() {
        tell(1, 500);
        credits.forgive(600);

        assertThat(credits.slowest()).isEqualTo(600);
    }

    private void tell(int sink, long next) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment credit = arena.allocate(CeilingCredits.BYTES);
            CeilingCredits.write(credit, sink, next);
            credits.take(credit);
        }
    }
}
