package io.trackmc.sim.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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
        run(new ScalePlan(new TreePlan(200, FANOUT), new PathPlan(Reach.METRO, 0.02, 8, 0), new LoadPlan(1_500, 500),
                new HardshipPlan(0.5, 0, 0.2), KeyChurn.NONE, Crypto.FAST, 3));
    }

    @Test
    void shouldTakeACrowdInThatComesWhileDataFlows() {
        ScaleResult result = run(new ScalePlan(new TreePlan(200, FANOUT), new PathPlan(Reach.DATA_CENTRE, 0.02),
                new LoadPlan(1_500, 500), new HardshipPlan(0, 0.3, 0), KeyChurn.NONE, Crypto.FAST, 5));
        assertThat(result.delivered()).isBetween(200L * 1_500 * 7 / 10, 200L * 1_500 - 1_000);
    }

    @Test
    void shouldRepairWhatAWholeBranchLost() {
        ScaleResult independent = run(plan(36, Crypto.FAST, 1));
        ScaleResult together = run(new ScalePlan(new TreePlan(36, FANOUT), new PathPlan(Reach.LAN, 0.02, 1, 0.1),
                new LoadPlan(300, 500), Crypto.FAST, 1));
        assertThat(together.repairPackets()).isGreaterThan(independent.repairPackets() + 6 * 30 / 2);
    }

    @Test
    void shouldHaveAsManyLevelsAsAskedFor() {
        ScaleResult deep = run(new ScalePlan(new TreePlan(36, FANOUT, 4, 1), new PathPlan(Reach.LAN, 0.02),
                new LoadPlan(300, 500), Crypto.FAST, 1));
        assertThat(deep.levels()).isEqualTo(4);
        assertThat(deep.senderChildren()).isEqualTo(FANOUT);
    }

    @Test
    void shouldCrossAContinent() {
        run(new ScalePlan(new TreePlan(100, FANOUT), new PathPlan(Reach.CONTINENTAL, 0.01), new LoadPlan(300, 200),
                Crypto.FAST, 4));
    }

    /** Next to each repair head is one of another tenant, so all who lose their parent are guests from then on. */
    @ParameterizedTest
    @EnumSource
    void shouldServeOtherTenantsChildrenWhileKeysChange(Crypto crypto) {
        ScaleResult result = run(new ScalePlan(new TreePlan(36, FANOUT, 0, 3), new PathPlan(Reach.LAN, 0.02),
                new LoadPlan(1_500, 500), new HardshipPlan(0, 0, 0.4), new KeyChurn(0.05, 0.7), crypto, 1));
        assertThat(result.times().orphans()).isPositive();
        assertThat(result.times().inTimePercent()).isEqualTo(100);
        assertThat(result.regionKeysGiven()).isGreaterThan(result.times().orphans());
        assertThat(result.authorityRequests()).isZero();
    }

    @Test
    void shouldMakeNoDifferenceToTenantsWhatProtectsPackets() {
        ScaleResult real = run(tenants(Crypto.REAL));
        ScaleResult fast = run(tenants(Crypto.FAST));
        assertThat(fast.regionKeysGiven()).isEqualTo(real.regionKeysGiven()).isPositive();
        assertThat(fast.controlPacketsAtSender()).isEqualTo(real.controlPacketsAtSender());
        assertThat(fast.repairPackets()).isEqualTo(real.repairPackets());
        assertThat(fast.simulatedSeconds()).isEqualTo(real.simulatedSeconds());
    }

    /** Repair heads are guests here too, when one of the first level dies. */
    @Test
    void shouldServeOtherTenantsRepairHeadsWhileKeysChange() {
        ScaleResult result = run(new ScalePlan(new TreePlan(64, 4, 3, 4), new PathPlan(Reach.LAN, 0.02),
                new LoadPlan(1_500, 500), new HardshipPlan(0, 0, 0.3), new KeyChurn(0, 0.7), Crypto.FAST, 2));
        assertThat(result.times().orphans()).isPositive();
        assertThat(result.regionKeysGiven()).isPositive();
    }

    private static ScalePlan tenants(Crypto crypto) {
        return new ScalePlan(new TreePlan(36, FANOUT, 0, 2), new PathPlan(Reach.LAN, 0.02), new LoadPlan(300, 500),
                new HardshipPlan(0, 0, 0.4), KeyChurn.NONE, crypto, 1);
    }

    private static ScalePlan plan(int receivers, Crypto crypto, long seed) {
        return new ScalePlan(new TreePlan(receivers, FANOUT), new PathPlan(Reach.LAN, 0.02), new LoadPlan(300, 500),
                crypto, seed);
    }

    private static ScaleResult run(ScalePlan plan) {
        ScaleResult result = new ScaleRun(plan, (phase, simulatedSeconds, offered, delivered) -> {}).run();
        assertThat(result.violations()).isEmpty();
        assertThat(result.undelivered()).isZero();
        assertThat(result.packets()).isPositive().isLessThanOrEqualTo(plan.load().packets());
        return result;
    }
}
