package io.trackmc.proto.feedback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExponentialBackoffTest {

    private static final double K = 6;
    private static final long RTT_NS = 100_000;
    private static final long SHORTEST_NS = 1_000;
    private static final long LONGEST_NS = 1_000_000_000L;
    private static final int DRAWS = 100_000;

    private final ExponentialBackoff backoff = new ExponentialBackoff(K, SHORTEST_NS, LONGEST_NS,
            new SplittableRandom(1));

    /** RFC 5401 §3.2.2: x uniform in [L/(T(e^L - 1)), L/(T(e^L - 1)) + L/T], t = T/L ln(x (e^L - 1) T/L). */
    @ParameterizedTest
    @ValueSource(ints = {2, 4, 64, 1000})
    void shouldBeDistributedAsTheRfcSays(int groupSize) {
        double lambda = Math.log(groupSize) + 1;
        double t = K * RTT_NS;
        double lowest = lambda / (t * (Math.exp(lambda) - 1));
        SplittableRandom random = new SplittableRandom(2);
        long[] drawn = new long[DRAWS];
        double[] expected = new double[DRAWS];
        for (int i = 0; i < DRAWS; i++) {
            double x = lowest + random.nextDouble() * lambda / t;
            expected[i] = t / lambda * Math.log(x * (Math.exp(lambda) - 1) * t / lambda);
            drawn[i] = backoff.drawNs(RTT_NS, groupSize);
        }
        java.util.Arrays.sort(drawn);
        java.util.Arrays.sort(expected);

        for (int percent = 1; percent < 100; percent += 7) {
            int at = DRAWS * percent / 100;
            assertThat((double) drawn[at]).as("percentile %d", percent).isCloseTo(expected[at], within(t * 0.02));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 64, 100_000})
    void shouldStayWithinItsRange(int groupSize) {
        for (int i = 0; i < DRAWS; i++) {
            assertThat(backoff.drawNs(RTT_NS, groupSize)).isBetween(0L, (long) (K * RTT_NS));
        }
    }

    /** The purpose: in a group of n that draws together, few are within one round trip of the first. */
    @Test
    void shouldLetFewSpeakBeforeTheFirstIsHeard() {
        int groups = 2_000;
        int groupSize = 64;
        int early = 0;
        for (int g = 0; g < groups; g++) {
            long[] drawn = new long[groupSize];
            for (int i = 0; i < groupSize; i++) {
                drawn[i] = backoff.drawNs(RTT_NS, groupSize);
            }
            java.util.Arrays.sort(drawn);
            for (long d : drawn) {
                early += d - drawn[0] <= RTT_NS ? 1 : 0;
            }
        }
        assertThat((double) early / groups).isLessThan(5);
    }

    @Test
    void shouldNotWaitForSiblingsThatDoNotExist() {
        assertThat(backoff.drawNs(RTT_NS, 1)).isZero();
        assertThat(backoff.drawNs(RTT_NS, 0)).isZero();
    }

    @Test
    void shouldBoundTheRangeWhateverTheRoundTripTime() {
        for (int i = 0; i < 10_000; i++) {
            assertThat(backoff.drawNs(0, 64)).isLessThanOrEqualTo(SHORTEST_NS);
            assertThat(backoff.drawNs(LONGEST_NS / 2, 64)).isLessThanOrEqualTo(LONGEST_NS);
            assertThat(backoff.drawNs(LONGEST_NS, 64)).isLessThanOrEqualTo(2 * LONGEST_NS);
            assertThat(backoff.drawNs(Long.MAX_VALUE / 8, 64)).isLessThanOrEqualTo(10 * LONGEST_NS);
        }
    }
}
