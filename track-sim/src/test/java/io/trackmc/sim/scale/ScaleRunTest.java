package io.trackmc.sim.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.trackmc.sim.scale.ScalePlan.Crypto;

import org.junit.jupiter.api.Test;

/** Large trees in small: one level of repair heads against two. */
class ScaleRunTest {

    private static final int FANOUT = 6;

    @Test
    void shouldNotBurdenTheSenderMoreWhenATreeGrows() {
        ScaleResult small = run(plan(36, Crypto.FAST, 1));
        ScaleResult large = run(plan(432, Crypto.FAST, 1));

        assertThat(small.levels()).isEqualTo(2);
        assertThat(large.levels()).isEqualTo(4);
        assertThat(small.senderChildren()).isEqualTo(large.senderChildren()).isEqualTo(FANOUT);
        assertThat(large.controlPacketsPerSecondPerSenderChild())
                .isCloseTo(small.controlPacketsPerSecondPerSenderChild(), withinPercentage(10));
    }

    @Test
    void shouldHaveOneHistoryForEachSeed() {
        assertThat(run(plan(36, Crypto.REAL, 1)).eventHash()).isEqualTo(run(plan(36, Crypto.REAL, 1)).eventHash())
                .isNotEqualTo(run(plan(36, Crypto.REAL, 2)).eventHash());
    }

    /** Lengths are the same, and so is all that the engines decide. */
    @Test
    void shouldMakeNoDifferenceToTheTreeWhatProtectsPackets() {
        ScaleResult real = run(plan(36, Crypto.REAL, 1));
        ScaleResult fast = run(plan(36, Crypto.FAST, 1));
        assertThat(fast.controlPacketsAtSender()).isEqualTo(real.controlPacketsAtSender());
        assertThat(fast.repairPackets()).isEqualTo(real.repairPackets()).isPositive();
        assertThat(fast.simulatedSeconds()).isEqualTo(real.simulatedSeconds());
    }

    @Test
    void shouldLoseNothingWhenRepairHeadsDieAndReceiversComeAndGo() {
        run(new ScalePlan(200, FANOUT, 0.02, 8, 1_500, 500, 0.5, 0.2, Reach.METRO, Crypto.FAST, 3));
    }

    @Test
    void shouldCrossAContinent() {
        run(new ScalePlan(100, FANOUT, 0.01, 1, 300, 200, 0, 0, Reach.CONTINENTAL, Crypto.FAST, 4));
    }

    private static ScalePlan plan(int receivers, Crypto crypto, long seed) {
        return new ScalePlan(receivers, FANOUT, 0.02, 1, 300, 500, 0, 0, Reach.LAN, crypto, seed);
    }

    private static ScaleResult run(ScalePlan plan) {
        ScaleResult result = new ScaleRun(plan, (phase, simulatedSeconds, offered, delivered) -> {}).run();
        assertThat(result.violations()).isEmpty();
        assertThat(result.undelivered()).isZero();
        assertThat(result.packets()).isPositive().isLessThanOrEqualTo(plan.packets());
        return result;
    }
}
