package io.trackmc.sim.scale;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Keys of a tree that change while data flows. */
class ScaleRekeyTest {

    private static final int FANOUT = 6;
    private static final KeyChurn EXPELS = new KeyChurn(0.05, 0);

    @Test
    void shouldExpelManyAtOnceWhileDataFlows() {
        ScaleResult result = run(plan(200, 500, EXPELS, Crypto.FAST));
        RekeyFigures rekeys = Objects.requireNonNull(result.rekeys());
        assertThat(rekeys.rekeys()).isEqualTo(2);
        assertThat(rekeys.expelled()).isEqualTo(10);
        assertThat(rekeys.triedByExpelled()).isPositive();
        assertThat(rekeys.maxBytesPerReceiver()).isPositive().isLessThan(70_000);
        assertThat(rekeys.changeoverMillis()).isPositive().isLessThan(200);
    }

    /** Everybody has its own way through the real rekeys, whatever protects packets. */
    @Test
    void shouldMakeNoDifferenceToRekeysWhatProtectsPackets() {
        ScaleResult real = run(plan(36, 300, EXPELS, Crypto.REAL));
        ScaleResult fast = run(plan(36, 300, EXPELS, Crypto.FAST));
        RekeyFigures ofReal = Objects.requireNonNull(real.rekeys());
        RekeyFigures ofFast = Objects.requireNonNull(fast.rekeys());
        assertThat(fast.controlPacketsAtSender()).isEqualTo(real.controlPacketsAtSender());
        assertThat(fast.repairPackets()).isEqualTo(real.repairPackets());
        assertThat(fast.simulatedSeconds()).isEqualTo(real.simulatedSeconds());
        assertThat(ofFast.maxBytesPerReceiver()).isEqualTo(ofReal.maxBytesPerReceiver());
        assertThat(ofFast.meanBytesPerReceiver()).isEqualTo(ofReal.meanBytesPerReceiver());
        assertThat(ofFast.changeoverMillis()).isEqualTo(ofReal.changeoverMillis());
        assertThat(ofFast.triedByExpelled()).isEqualTo(ofReal.triedByExpelled());
    }

    @Test
    void shouldRekeyForThoseWhoComeAndGo() {
        ScaleResult result = run(plan(100, 2_500, new KeyChurn(0, 0.5), Crypto.FAST));
        RekeyFigures rekeys = Objects.requireNonNull(result.rekeys());
        assertThat(rekeys.rekeys()).isGreaterThan(12);
        assertThat(rekeys.left()).isGreaterThan(6);
    }

    @Test
    void shouldExpelAndRekeyWhileOthersCrashAndComeBack() {
        ScaleResult result = run(new ScalePlan(new TreePlan(200, FANOUT), new PathPlan(Reach.LAN, 0.02),
                new LoadPlan(3_000, 500), new HardshipPlan(0.5, 0, 0), new KeyChurn(0.05, 1.2), Crypto.FAST, 1));
        RekeyFigures rekeys = Objects.requireNonNull(result.rekeys());
        assertThat(rekeys.expelled()).isEqualTo(10);
        assertThat(rekeys.rekeys()).isGreaterThan(6);
    }

    @Test
    void shouldHaveOneHistoryForEachSeed() {
        ScalePlan plan = plan(36, 300, new KeyChurn(0.05, 0.3), Crypto.FAST);
        assertThat(run(plan).eventHash()).isEqualTo(run(plan).eventHash());
    }

    private static ScalePlan plan(int receivers, int packets, KeyChurn churn, Crypto crypto) {
        return new ScalePlan(new TreePlan(receivers, FANOUT), new PathPlan(Reach.LAN, 0.02), new LoadPlan(packets, 500),
                HardshipPlan.NONE, churn, crypto, 1);
    }

    private static ScaleResult run(ScalePlan plan) {
        ScaleResult result = new ScaleRun(plan, (phase, simulatedSeconds, offered, delivered) -> {}).run();
        assertThat(result.violations()).isEmpty();
        assertThat(result.undelivered()).isZero();
        return result;
    }
}
