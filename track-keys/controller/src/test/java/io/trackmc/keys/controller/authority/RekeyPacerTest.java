package io.trackmc.keys.controller.authority;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RekeyPacerTest {

    private static final long START = 1_000_000;
    private static final long DAY = 86_400_000;
    private static final long WAIT = 5_000;
    private static final long PATIENCE = 12_000;

    private final RekeyPacer pacer = new RekeyPacer(new RekeyTriggers(DAY, 3, WAIT, PATIENCE), START, 1);

    @Test
    void shouldRekeyOnceADay() {
        assertThat(pacer.isDue(START + DAY - 1)).isFalse();
        assertThat(pacer.isDue(START + DAY)).isTrue();
        pacer.made(START + DAY, 2);
        pacer.active(2);
        assertThat(pacer.dueMs()).isEqualTo(START + 2 * DAY);
    }

    @Test
    void shouldNeverRekeyByTimeWhenThePolicySaysSo() {
        RekeyPacer never = new RekeyPacer(new RekeyTriggers(0, 3, WAIT, PATIENCE), START, 1);
        assertThat(never.dueMs()).isEqualTo(RekeyPacer.NEVER);
        never.event(START);
        assertThat(never.dueMs()).isEqualTo(START + WAIT);
    }

    @Test
    void shouldLetEventsWaitForOthersButNotForLong() {
        pacer.event(START + 1);
        pacer.event(START + 2);
        assertThat(pacer.dueMs()).isEqualTo(START + 1 + WAIT);
        pacer.event(START + 3);
        assertThat(pacer.isDue(START + 3)).as("enough for a rekey").isTrue();
    }

    @Test
    void shouldNotLetAnExpulsionWait() {
        pacer.urgentEvent(START + 7);
        assertThat(pacer.isDue(START + 7)).isTrue();
        assertThat(pacer.isUrgent()).isTrue();
        pacer.made(START + 7, 2);
        assertThat(pacer.isUrgent()).isFalse();
        assertThat(pacer.hasEvents()).isFalse();
    }

    @Test
    void shouldGatherWhatComesWhileTheGroupIsOnItsWay() {
        pacer.urgentEvent(START);
        pacer.made(START, 2);
        pacer.urgentEvent(START + 1);
        pacer.urgentEvent(START + 2);
        assertThat(pacer.isDue(START + PATIENCE - 1)).isFalse();
        pacer.active(1);
        assertThat(pacer.isDue(START + 3)).as("still under the epoch before").isFalse();
        pacer.active(2);
        assertThat(pacer.isDue(START + 3)).isTrue();
    }

    @Test
    void shouldNotWaitForEverForAGroupThatSaysNothing() {
        pacer.made(START, 2);
        pacer.urgentEvent(START + 1);
        assertThat(pacer.dueMs()).isEqualTo(START + PATIENCE);
    }

    @Test
    void shouldNotHurryAScheduledRekeyBecauseOneIsUnderWay() {
        pacer.made(START, 2);
        assertThat(pacer.dueMs()).isEqualTo(START + DAY);
    }

    @Test
    void shouldKnowThatTheGroupIsAheadOfWhatItWaitsFor() {
        pacer.made(START, 2);
        pacer.active(3);
        pacer.urgentEvent(START + 1);
        assertThat(pacer.isDue(START + 1)).isTrue();
    }
}
