package io.trackmc.sim.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Key trees as they are deployed, in a tree that loses 5 % of all datagrams; 1,000 rekeys of the same by {@link ChurnMain}. */
class ChurnTest {

    private static final int REKEYS = 100;
    private static final long SPACING_NS = 50_000_000;

    @Test
    void nobodyMissesAnythingAndNobodyExpelledReadsAnythingWhileKeysChangeAllTheTime() {
        ChurnRun.Result result = run(1);

        assertThat(result.rekeys()).isGreaterThanOrEqualTo(REKEYS);
        assertThat(result.gaps()).isZero();
        assertThat(result.joins()).isPositive();
        assertThat(result.leaves()).isPositive();
        assertThat(result.expulsions()).isPositive();
        assertThat(result.packetsTried()).isGreaterThan(100);
        assertThat(result.contentFlips()).isGreaterThan(100);
    }

    /** Histories in which a receiver that came too late for its keys once reported a gap; {@link LeftBehindStoryTest} has what happened there. */
    @ParameterizedTest
    @CsvSource({"1, 980", "3, 660"})
    void whereSomebodyOnceReportedAGapNobodyDoes(long seed, int rekeys) {
        ChurnRun.Result result = new ChurnRun(new ChurnRun.Settings(seed, rekeys, 0.05, SPACING_NS)).run();

        assertThat(result.rekeys()).isGreaterThanOrEqualTo(rekeys);
        assertThat(result.gaps()).isZero();
    }

    @Test
    void theSameSeedHasTheSameHistory() {
        assertThat(run(2)).isEqualTo(run(2));
    }

    private static ChurnRun.Result run(long seed) {
        return new ChurnRun(new ChurnRun.Settings(seed, REKEYS, 0.05, SPACING_NS)).run();
    }
}
