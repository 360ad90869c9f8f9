package io.trackmc.proto.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.wire.BindRejectReason;
import io.trackmc.proto.wire.BindRole;
import io.trackmc.proto.wire.TrackMessage;
import org.junit.jupiter.api.Test;

/** Two parents that share three places. */
class ChildPlacesTest {

    private static final int ANN = 100;
    private static final int BOB = 150;

    private final TestPlaces places = new TestPlaces(3);
    private final TestPlaces.Share left = places.share();
    private final TestPlaces.Share right = places.share();
    private final TestChildren here = new TestChildren(10, left);
    private final TestChildren there = new TestChildren(10, right);
    private final Admission admission = new Admission(here.table(), 0);

    @Test
    void shouldTakeNobodyWhenTheOtherHasTakenAllPlaces() {
        bound(there, BOB, 3);

        assertThat(admission.refusal(ANN, BindRole.RECEIVER)).isEqualTo(BindRejectReason.NO_ROOM);
        assertThat(admission.freeSlots(BindRole.RECEIVER)).isZero();
        assertThat(here.table().takePlace(ANN)).isFalse();
    }

    @Test
    void shouldHaveRoomAgainWhenAChildOfTheOtherHasGone() {
        bound(there, BOB, 3);
        there.table().unbind(there.table().settled(BOB), Child.State.LEFT);
        there.table().settlePlaces();

        assertThat(places.taken()).isEqualTo(2);
        assertThat(admission.refusal(ANN, BindRole.RECEIVER)).isNull();
        bound(here, ANN, 1);
        assertThat(admission.freeSlots(BindRole.RECEIVER)).isZero();
    }

    /** It comes to the place of its earlier run, also when there is no other. */
    @Test
    void shouldLetAChildStartAgainWhenAllPlacesAreTaken() {
        bound(here, ANN, 3);
        assertThat(admission.refusal(ANN, BindRole.RECEIVER)).isNull();
        assertThat(here.table().takePlace(ANN)).isTrue();
        here.provisional(ANN, 2);
        here.table().settlePlaces();
        assertThat(places.taken()).isEqualTo(3);
        here.table().promote(here.table().provisional(ANN));
        here.table().settlePlaces();
        assertThat(places.taken()).isEqualTo(3);
    }

    @Test
    void shouldTakeOnePlaceForOneChildHoweverOftenItAsks() {
        assertThat(here.table().takePlace(ANN)).isTrue();
        assertThat(here.table().takePlace(ANN)).isTrue();
        here.provisional(ANN, 1);
        assertThat(here.table().takePlace(ANN)).isTrue();
        assertThat(places.taken()).isOne();
    }

    @Test
    void shouldKeepWhoIsThereWhenThereAreFewerPlaces() {
        bound(here, ANN, 3);
        places.places(1);
        assertThat(left.free()).isZero();
        assertThat(here.table().takePlace(ANN + 3)).isFalse();
        here.table().unbind(here.table().settled(ANN), Child.State.LOST);
        here.table().settlePlaces();
        assertThat(admission.admits(here.table().settled(ANN))).isFalse();
    }

    private static void bound(TestChildren children, int first, int count) {
        for (int id = first; id < first + count; id++) {
            assertThat(children.table().takePlace(id)).isTrue();
            children.bound(id, new TrackMessage());
        }
    }
}
