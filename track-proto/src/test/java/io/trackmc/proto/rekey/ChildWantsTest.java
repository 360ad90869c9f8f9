package io.trackmc.proto.rekey;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.event.Counters;
import io.trackmc.proto.event.DropReason;
import io.trackmc.proto.protect.KeyLayer;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Wants of children, of which some may be for what does not exist. */
class ChildWantsTest {

    private static final KeyLayer LAYER = KeyLayer.TRANSPORT;

    private final Counters counters = new Counters();
    private final ChildWants wants = new ChildWants(counters);

    @Test
    void oneChildTakesNoMoreThanItsShare() {
        for (int slice = 0; slice < ChildWants.MAX_OF_CHILD; slice++) {
            assertThat(wants.add(LAYER, 1, slice, 100)).isTrue();
        }
        assertThat(wants.add(LAYER, 1, 999, 100)).isFalse();
        assertThat(counters.get(DropReason.NO_ROOM)).isEqualTo(1);
        assertThat(wants.add(LAYER, 1, 999, 101)).isTrue();
    }

    @Test
    void whatDoesNotExistDoesNotKeepAnotherFromWhatItNeeds() {
        Set<Long> asked = new HashSet<>();
        wants.add(LAYER, 4, 7, 101);
        for (int i = 0; i < 3; i++) {
            wants.add(LAYER, 2, 12_345, 100);
            long next = wants.next(LAYER);
            asked.add(next);
            wants.asked(LAYER, next);
        }
        assertThat(asked).contains(2L, 4L);
    }

    @Test
    void allOfThemAreNoMoreThanThereIsRoomFor() {
        for (int child = 0; child < 2 * ChildWants.MAX_WANTS; child++) {
            wants.add(LAYER, 1, child, child);
        }
        assertThat(wants.count()).isEqualTo(ChildWants.MAX_WANTS);
        assertThat(counters.get(DropReason.NO_ROOM)).isEqualTo(ChildWants.MAX_WANTS);
    }

    @Test
    void fewWhoWantALotKeepNobodyOut() {
        for (int i = 0; i < ChildWants.MAX_WANTS; i++) {
            wants.add(LAYER, 1, i, i / ChildWants.MAX_OF_CHILD);
        }
        assertThat(wants.add(LAYER, 2, 7, 100)).isTrue();
        assertThat(wants.add(LAYER, 2, 8, 100)).isTrue();

        assertThat(wants.count()).isEqualTo(ChildWants.MAX_WANTS);
        assertThat(wants.contains(LAYER, 2, 7)).isTrue();
        assertThat(counters.get(DropReason.NO_ROOM)).isEqualTo(2);
    }

    @Test
    void whatWasAskedForTooOftenIsLeftToTheChild() {
        wants.add(LAYER, 1, 5, 100);
        for (int i = 0; i < ChildWants.MAX_TRIES; i++) {
            assertThat(wants.next(LAYER)).isEqualTo(1);
            wants.asked(LAYER, 1);
        }
        assertThat(wants.next(LAYER)).isZero();
    }
}
