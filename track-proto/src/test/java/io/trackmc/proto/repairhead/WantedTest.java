package io.trackmc.proto.repairhead;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.feedback.RepairQueue;
import org.junit.jupiter.api.Test;

class WantedTest {

    private static final int CAPACITY = 16;
    private static final int ANN = 0;
    private static final int BOB = 1;

    private final Wanted wanted = new Wanted(CAPACITY);

    @Test
    void shouldRememberWhoWantsASequence() {
        assertThat(wanted.contains(5)).isFalse();

        assertThat(wanted.add(5, BOB)).isTrue();

        assertThat(wanted.contains(5)).isTrue();
        assertThat(wanted.take(5)).isEqualTo(BOB);
        assertThat(wanted.contains(5)).isFalse();
    }

    @Test
    void shouldKeepOneRequesterWhoAsksAgain() {
        wanted.add(5, BOB);

        assertThat(wanted.add(5, BOB)).isFalse();

        assertThat(wanted.take(5)).isEqualTo(BOB);
    }

    @Test
    void shouldMeanTheRegionWhenSeveralWantIt() {
        wanted.add(5, ANN);
        assertThat(wanted.add(5, BOB)).isFalse();
        assertThat(wanted.add(5, ANN)).isFalse();

        assertThat(wanted.take(5)).isEqualTo(RepairQueue.REGION);
    }

    @Test
    void shouldForgetAfterTaking() {
        wanted.add(5, ANN);
        wanted.take(5);

        assertThat(wanted.add(5, BOB)).isTrue();
        assertThat(wanted.take(5)).isEqualTo(BOB);
    }

    @Test
    void shouldGiveTheSlotToTheNewerSequence() {
        wanted.add(5, ANN);

        assertThat(wanted.add(5 + CAPACITY, BOB)).isTrue();

        assertThat(wanted.contains(5)).isFalse();
        assertThat(wanted.take(5 + CAPACITY)).isEqualTo(BOB);
    }

    @Test
    void shouldForgetEverythingOnClear() {
        wanted.add(5, ANN);

        wanted.clear();

        assertThat(wanted.contains(5)).isFalse();
        assertThat(wanted.add(5, BOB)).isTrue();
        assertThat(wanted.take(5)).isEqualTo(BOB);
    }
}
