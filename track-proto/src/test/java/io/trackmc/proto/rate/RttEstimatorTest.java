package io.trackmc.proto.rate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RttEstimatorTest {

    private static final long FIRST = 2_000_000;
    private static final long LEAST = 10_000;
    private static final long MOST = 1_000_000_000;

    private final RttEstimator rtt = new RttEstimator(FIRST, LEAST, MOST);

    @Test
    void shouldGoByTheFirstGuessUntilThereIsASample() {
        assertThat(rtt.rttNs()).isEqualTo(FIRST);
        assertThat(rtt.isSampled()).isFalse();
    }

    @Test
    void shouldReplaceTheFirstGuessByTheFirstSample() {
        rtt.sample(100_000);

        assertThat(rtt.rttNs()).isEqualTo(100_000);
        assertThat(rtt.isSampled()).isTrue();
    }

    @Test
    void shouldReplaceAGuessByTheNextSample() {
        rtt.sample(100_000);
        rtt.guess(50_000_000);
        assertThat(rtt.rttNs()).isEqualTo(50_000_000);

        rtt.sample(200_000);
        assertThat(rtt.rttNs()).isEqualTo(200_000);
    }

    @Test
    void shouldRiseAtOnceAndFallSlowly() {
        rtt.sample(100_000);
        rtt.sample(900_000);
        assertThat(rtt.rttNs()).isEqualTo(900_000);

        rtt.sample(100_000);
        assertThat(rtt.rttNs()).isEqualTo(800_000);
    }

    @Test
    void shouldComeCloseToASteadyValue() {
        rtt.sample(MOST);
        for (int i = 0; i < 200; i++) {
            rtt.sample(50_000);
        }

        assertThat(rtt.rttNs()).isBetween(50_000L, 50_010L);
    }

    @Test
    void shouldIgnoreNegativeSamples() {
        rtt.sample(-1);
        rtt.sample(Long.MIN_VALUE);

        assertThat(rtt.rttNs()).isEqualTo(FIRST);
        assertThat(rtt.isSampled()).isFalse();
    }

    @Test
    void shouldStayWithinItsBounds() {
        rtt.sample(0);
        assertThat(rtt.rttNs()).isEqualTo(LEAST);

        rtt.sample(Long.MAX_VALUE);
        assertThat(rtt.rttNs()).isEqualTo(MOST);
    }
}
