package io.trackmc.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LossInjectorTest {

    private static final int DATAGRAMS = 200_000;
    private static final long SEED = 20261121;

    @Test
    void shouldLoseTheWantedShareIndependently() {
        assertThat(share(LossInjector.independent(SEED, 0.01))).isCloseTo(0.01, within(0.002));
        assertThat(share(LossInjector.independent(SEED, 0))).isZero();
        assertThat(share(LossInjector.independent(SEED, 1))).isOne();
    }

    @Test
    void shouldLoseTheWantedShareInBurstsOfTheWantedLength() {
        LossInjector bursts = LossInjector.bursts(SEED, GilbertElliott.ofBursts(0.02, 10));
        int lost = 0;
        int starts = 0;
        boolean before = false;
        for (int i = 0; i < DATAGRAMS; i++) {
            boolean now = bursts.drops();
            lost += now ? 1 : 0;
            starts += now && !before ? 1 : 0;
            before = now;
        }
        assertThat((double) lost / DATAGRAMS).isCloseTo(0.02, within(0.004));
        assertThat((double) lost / starts).isCloseTo(10, within(1.5));
    }

    @Test
    void shouldRepeatItselfWithTheSameSeed() {
        LossInjector one = LossInjector.bursts(SEED, GilbertElliott.ofBursts(0.1, 5));
        LossInjector same = LossInjector.bursts(SEED, GilbertElliott.ofBursts(0.1, 5));
        for (int i = 0; i < 1000; i++) {
            assertThat(one.drops()).isEqualTo(same.drops());
        }
    }

    @Test
    void shouldAskBothOfTwoInjectorsAboutEachDatagram() {
        LossInjector always = () -> true;
        int[] asked = new int[1];
        LossInjector never = () -> {
            asked[0]++;
            return false;
        };
        assertThat(always.or(never).drops()).isTrue();
        assertThat(never.or(never).drops()).isFalse();
        assertThat(asked[0]).isEqualTo(3);
    }

    @Test
    void shouldRefuseWhatIsNoProbability() {
        assertThatThrownBy(() -> LossInjector.independent(SEED, 1.1)).hasMessage(
                "loss 1.1 is not a probability (allowed: 0 to 1)");
        assertThatThrownBy(() -> GilbertElliott.ofBursts(Double.NaN, 2)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> GilbertElliott.ofBursts(0.9, 2)).hasMessageContaining("goodToBad");
        assertThatThrownBy(() -> GilbertElliott.ofBursts(0.1, 0)).hasMessageContaining("mean burst");
    }

    private static double share(LossInjector injector) {
        int lost = 0;
        for (int i = 0; i < DATAGRAMS; i++) {
            lost += injector.drops() ? 1 : 0;
        }
        return (double) lost / DATAGRAMS;
    }
}
