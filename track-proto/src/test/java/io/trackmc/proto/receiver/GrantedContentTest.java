package io.trackmc.proto.receiver;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** From where on a receiver has content keys, as its parent tells it. */
class GrantedContentTest {

    private final GrantedContent granted = new GrantedContent();

    @Test
    void nothingIsGivenUpBeforeAnybodyHasSaidWhereEpochsBegin() {
        granted.begin(5);

        assertThat(granted.first(0)).isEqualTo(GrantedContent.UNKNOWN);
        assertThat(granted.covers(1_000)).isFalse();
    }

    @Test
    void allBeforeTheOldestEpochGrantedCanNeverBeOpened() {
        granted.begin(5);
        granted.told(5, 101, 51);

        assertThat(granted.first(0)).isEqualTo(101);
        assertThat(granted.covers(101)).isTrue();
        assertThat(granted.covers(100)).isFalse();
    }

    @Test
    void theSameHoldsWhenTheSourceIsOneEpochAhead() {
        granted.begin(4);
        granted.told(5, 101, 51);

        assertThat(granted.first(0)).isEqualTo(51);
        assertThat(granted.covers(51)).isTrue();
        assertThat(granted.covers(50)).isFalse();
    }

    @Test
    void whoIsEarlyWaitsForTheEpochThatItWasGranted() {
        granted.begin(7);
        granted.told(5, 101, 51);

        assertThat(granted.first(0)).as("all before the epoch in use is older still").isEqualTo(101);
        assertThat(granted.covers(150)).isFalse();

        granted.told(7, 201, 181);
        assertThat(granted.first(0)).isEqualTo(201);
        assertThat(granted.covers(201)).isTrue();
    }

    @Test
    void whoHasKeysOfLongAgoBeginsWithTheEpochBeforeThatInUse() {
        granted.begin(2);
        granted.told(5, 101, 51);

        assertThat(granted.firstAtJoin()).isEqualTo(51);
        assertThat(granted.covers(60)).isTrue();
    }

    @Test
    void whenNothingIsMissingBeforeWhatHasOpenedNothingIsPassedOverAnyMore() {
        granted.begin(5);
        granted.told(4, 51, 1);
        granted.opened(51);
        granted.told(8, 201, 181);

        assertThat(granted.first(60)).isEqualTo(GrantedContent.UNKNOWN);
        granted.begin(9);
        granted.told(8, 201, 181);
        assertThat(granted.first(0)).as("in the next session").isEqualTo(201);
    }

    @Test
    void nothingThatMayHaveBeenGrantedIsPassedOverWhenEpochsHaveGoneOn() {
        granted.begin(5);
        granted.told(5, 101, 51);
        granted.opened(110);
        granted.opened(120);
        granted.told(8, 201, 181);

        assertThat(granted.first(99)).as("101 to 109 were granted, and missing they are a gap")
                .isEqualTo(GrantedContent.UNKNOWN);
    }

    @Test
    void theLastWordCountsBecauseTheOneBeforeMayHaveBeenMadeUp() {
        granted.begin(5);
        granted.told(1_000, 1_000_000, 900_000);
        granted.told(5, 101, 51);

        assertThat(granted.first(0)).isEqualTo(101);
        assertThat(granted.covers(101)).isTrue();

        granted.told(0, 0, 0);
        assertThat(granted.first(0)).isEqualTo(GrantedContent.UNKNOWN);
    }

    @Test
    void whereKeysNeverChangeAllIsGranted() {
        granted.begin(0);
        granted.told(5, 101, 51);

        assertThat(granted.first(0)).isEqualTo(GrantedContent.UNKNOWN);
    }

    @Test
    void whoHasOnlyKeysOfEpochsBeforeItsStartHasNotBegun() {
        granted.begin(2);
        granted.told(20, 401, 381);
        granted.start(granted.firstAtJoin());

        assertThat(granted.hasBegun(18)).isFalse();
        assertThat(granted.hasBegun(19)).as("381 is of epoch 19").isTrue();
    }

    @Test
    void whoBeginsLaterByItsRulesNeedsTheKeyOfThen() {
        granted.begin(2);
        granted.told(20, 401, 381);
        granted.start(450);

        assertThat(granted.hasBegun(19)).isFalse();
        assertThat(granted.hasBegun(20)).isTrue();
    }

    @Test
    void whoHasLaterKeysThanItsParentSaysAreInUseHasBegunBecauseThatParentMayBeBehind() {
        granted.begin(7);
        granted.told(5, 101, 51);
        granted.start(101);

        assertThat(granted.hasBegun(8)).as("7 and 8 may be in use already, though this parent has not heard of it")
                .isTrue();
    }

    @Test
    void whoHasOpenedSomethingHasBegunWhateverItIsGivenLater() {
        granted.begin(19);
        granted.told(20, 401, 381);
        granted.start(381);
        granted.opened(390);
        granted.goOn(50);

        assertThat(granted.hasBegun(0)).isTrue();
    }

    @Test
    void aParentThatMakesUpAnEpochDoesNotMakeWhatWasGrantedLookAsIfItHadNotBeen() {
        granted.begin(5);
        granted.told(1_000, 101, 51);
        granted.start(51);
        granted.told(5, 101, 51);

        assertThat(granted.hasBegun(5)).isTrue();
    }

    @Test
    void whereNobodyHasSaidWhichEpochIsInUseAReceiverHasBegun() {
        granted.begin(5);
        granted.told(0, 0, 0);
        granted.start(101);

        assertThat(granted.hasBegun(5)).isTrue();
    }

    @Test
    void whatRepairsShowToBeOfEpochsBeforeTheOldestIsGivenUpWhenNobodyTellsWhereThatBegins() {
        granted.begin(5);
        granted.told(4, 51, 1);
        granted.start(51);
        granted.told(7, 201, 181);
        granted.unopenable(99, 7);
        granted.unopenable(70, 7);

        assertThat(granted.first(50)).isEqualTo(GrantedContent.UNKNOWN);
        assertThat(granted.firstOpenable(50)).isEqualTo(100);
        assertThat(granted.firstOpenable(99)).as("nothing more").isEqualTo(GrantedContent.UNKNOWN);

        granted.opened(90);
        assertThat(granted.firstOpenable(50)).as("and with what has opened at the latest").isEqualTo(90);
    }

    @Test
    void repairsShowNothingAsLongAsKeysAreMissingOrTheParentTellsWhereEpochsBegin() {
        granted.begin(5);
        granted.told(7, 201, 181);
        granted.unopenable(99, 6);
        granted.unopenable(181, 7);
        granted.told(6, 181, 101);
        granted.unopenable(99, 7);
        granted.told(7, 201, 181);

        assertThat(granted.firstOpenable(50)).isEqualTo(GrantedContent.UNKNOWN);
    }
}
