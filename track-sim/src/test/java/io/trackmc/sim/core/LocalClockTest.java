package io.trackmc.sim.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class LocalClockTest {

    private static final long MINUTE_NS = 60_000_000_000L;

    @Test
    void shouldWrapAroundNearOverflow() {
        LocalClock clock = new LocalClock(Long.MAX_VALUE - MINUTE_NS, 0);
        long beforeNs = clock.localNs(MINUTE_NS);
        long afterNs = clock.localNs(MINUTE_NS + 1);
        assertThat(afterNs).isNegative();
        assertThat(afterNs - beforeNs).isEqualTo(1);
        assertThat(clock.worldNs(afterNs, 5)).isEqualTo(MINUTE_NS + 1);
    }

    @Test
    void shouldRunFastOrSlowBySkew() {
        assertThat(new LocalClock(0, 100).localNs(1_000_000_000)).isEqualTo(1_000_100_000);
        assertThat(new LocalClock(0, -100).localNs(1_000_000_000)).isEqualTo(999_900_000);
    }

    @Test
    void shouldNeverGoBack() {
        LocalClock clock = new LocalClock(-3, -499_999);
        long lastNs = clock.localNs(0);
        for (long worldNs = 1; worldNs < 2_000_003; worldNs++) {
            long localNs = clock.localNs(worldNs);
            assertThat(localNs).isGreaterThanOrEqualTo(lastNs);
            lastNs = localNs;
        }
    }

    @Test
    void shouldFindFirstMomentOfLocalTime() {
        RandomGenerator random = new Seed(7).generator();
        for (int i = 0; i < 10_000; i++) {
            LocalClock clock = new LocalClock(random.nextLong(), random.nextLong(-1_000, 1_000));
            long fromNs = random.nextLong(1L << 50);
            long localNs = clock.localNs(fromNs) + random.nextLong(1, 1L << 45);
            long worldNs = clock.worldNs(localNs, fromNs);
            assertThat(clock.localNs(worldNs) - localNs).isNotNegative();
            assertThat(clock.localNs(worldNs - 1) - localNs).isNegative();
        }
    }

    @Test
    void shouldTreatPastAsNowAndVeryFarAsNever() {
        LocalClock clock = new LocalClock(1_000, 0);
        assertThat(clock.worldNs(900, 50)).isEqualTo(50);
        assertThat(clock.worldNs(Long.MAX_VALUE / 2, 50)).isEqualTo(LocalClock.NEVER);
    }

    @Test
    void shouldRefuseImpossibleSkew() {
        assertThatIllegalArgumentException().isThrownBy(() -> new LocalClock(0, 600_000));
    }
}
