package io.trackmc.proto.receiver;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** From where on a receiver has content keys, as its parent tells it. */
class GrantedContentTest {

    private final GrantedContent granted = new GrantedContent();

    @Test
    void nothingIsGivenUpBeforeAnybodyHasSaidWhereEpochsBegin() {
        granted.begin(5);

        assertThat(granted.first()).isEqualTo(GrantedContent.UNKNOWN);
        assertThat(granted.covers(1_000)).isFalse();
    }

    @Test
    void allBeforeTheOldestEpochGrantedCanNeverBeOpened() {
        granted.begin(5);
        granted.told(5, 101, 51);

        assertThat(granted.first()).isEqualTo(101);
        assertThat(granted.covers(101)).isTrue();
        assertThat(granted.covers(100)).isFalse();
    }

    @Test
    void theSameHoldsWhenTheSourceIsOneEpochAhead() {
        granted.begin(4);
        granted.told(5, 101, 51);

        assertThat(granted.first()).isEqualTo(51);
        assertThat(granted.covers(51)).isTrue();
        assertThat(granted.covers(50)).isFalse();
    }

    @Test
    void whoIsEarlyWaitsForTheEpochThatItWasGranted() {
        granted.begin(7);
        granted.told(5, 101, 51);

        assertThat(granted.first()).as("all before the epoch in use is older still").isEqualTo(101);
        assertThat(granted.covers(150)).isFalse();

        granted.told(7, 201, 181);
        assertThat(granted.first()).isEqualTo(201);
        assertThat(granted.covers(201)).isTrue();
    }

    @Test
    void whoHasKeysOfLongAgoBeginsWithTheEpochBeforeThatInUse() {
        granted.begin(2);
        granted.told(5, 101, 51);

        assertThat(granted.first()).isEqualTo(51);
        assertThat(granted.covers(60)).isTrue();
    }

    @Test
    void whenTheLowestMissingHasOpenedNothingIsGivenUpAnyMore() {
        granted.begin(5);
        granted.told(4, 51, 1);
        granted.begun();
        granted.told(8, 201, 181);

        assertThat(granted.first()).isEqualTo(GrantedContent.UNKNOWN);
        granted.begin(9);
        granted.told(8, 201, 181);
        assertThat(granted.first()).as("in the next session").isEqualTo(201);
    }

    @Test
    void aParentThatLagsTakesNothingBack() {
        granted.begin(5);
        granted.told(5, 101, 51);
        granted.told(4, 51, 1);

        assertThat(granted.first()).isEqualTo(101);
    }

    @Test
    void whereKeysNeverChangeAllIsGranted() {
        granted.begin(0);
        granted.told(5, 101, 51);

        assertThat(granted.first()).isEqualTo(GrantedContent.UNKNOWN);
    }
}
