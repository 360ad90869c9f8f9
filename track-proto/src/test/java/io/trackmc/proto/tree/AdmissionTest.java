package io.trackmc.proto.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.trackmc.proto.wire.BindRejectReason;
import io.trackmc.proto.wire.BindRole;
import io.trackmc.proto.wire.TrackMessage;
import org.junit.jupiter.api.Test;

/** Five places, two of which only repair heads may take. */
class AdmissionTest {

    private static final int RESERVED = 2;
    private static final int HEAD = 10;
    private static final int ANN = 100;
    private static final int NEW_HEAD = 90;
    private static final int NEW_RECEIVER = 190;

    private final TestChildren children = new TestChildren(5);
    private final Admission admission = new Admission(children.table(), RESERVED);

    @Test
    void shouldTakeReceiversOnlyWhereNoPlaceIsReserved() {
        bound(ANN, 3);

        assertThat(admission.refusal(NEW_RECEIVER, BindRole.RECEIVER)).isEqualTo(BindRejectReason.RESERVED);
        assertThat(admission.refusal(NEW_HEAD, BindRole.REPAIR_HEAD)).isNull();
        assertThat(admission.freeSlots(BindRole.RECEIVER)).isZero();
        assertThat(admission.freeSlots(BindRole.REPAIR_HEAD)).isEqualTo(2);
    }

    /** They take the reserved places first. */
    @Test
    void shouldCountRepairHeadsAgainstTheReservedPlacesFirst() {
        bound(HEAD, 2);

        assertThat(admission.freeSlots(BindRole.RECEIVER)).isEqualTo(3);
        assertThat(admission.freeSlots(BindRole.REPAIR_HEAD)).isEqualTo(3);

        children.bound(HEAD + 2, new TrackMessage());

        assertThat(admission.freeSlots(BindRole.RECEIVER)).isEqualTo(2);
        assertThat(admission.freeSlots(BindRole.REPAIR_HEAD)).isEqualTo(2);
    }

    @Test
    void shouldHaveRoomForNobodyWhenAllPlacesAreTaken() {
        bound(HEAD, 3);
        bound(ANN, 2);

        assertThat(admission.refusal(NEW_RECEIVER, BindRole.RECEIVER)).isEqualTo(BindRejectReason.NO_ROOM);
        assertThat(admission.refusal(NEW_HEAD, BindRole.REPAIR_HEAD)).isEqualTo(BindRejectReason.NO_ROOM);
        assertThat(admission.freeSlots(BindRole.RECEIVER)).isZero();
        assertThat(admission.freeSlots(BindRole.REPAIR_HEAD)).isZero();
    }

    /** A request may be a recording, but as long as it is believed it has a place. */
    @Test
    void shouldCountReceiversThatWaitToBeBound() {
        bound(ANN, 2);
        children.provisional(ANN + 2, 1);

        assertThat(admission.refusal(NEW_RECEIVER, BindRole.RECEIVER)).isEqualTo(BindRejectReason.RESERVED);
        assertThat(admission.refusal(NEW_HEAD, BindRole.REPAIR_HEAD)).isNull();
    }

    @Test
    void shouldLetAChildThatCountsStartAgain() {
        bound(ANN, 3);

        assertThat(admission.refusal(ANN, BindRole.RECEIVER)).isNull();
    }

    @Test
    void shouldHoldALostReceiverToTheSameLimit() {
        bound(ANN, 3);
        Child lost = children.table().settled(ANN);
        children.table().unbind(lost, Child.State.LOST);
        assertThat(admission.admits(lost)).isTrue();

        children.bound(ANN + 3, new TrackMessage());

        assertThat(admission.admits(lost)).isFalse();
    }

    @Test
    void shouldTakeNobodyOnceItIsClosed() {
        admission.close();

        assertThat(admission.refusal(NEW_RECEIVER, BindRole.RECEIVER)).isEqualTo(BindRejectReason.LEAVING);
        assertThat(admission.refusal(NEW_HEAD, BindRole.REPAIR_HEAD)).isEqualTo(BindRejectReason.LEAVING);
        assertThat(admission.freeSlots(BindRole.RECEIVER)).isZero();
        assertThat(admission.freeSlots(BindRole.REPAIR_HEAD)).isZero();
    }

    @Test
    void shouldKeepWhoIsThereAndTakeNobodyAboveALoweredLimit() {
        bound(ANN, 3);
        admission.limit(2, 0);

        assertThat(admission.refusal(ANN, BindRole.RECEIVER)).as("one that starts again").isNull();
        assertThat(admission.refusal(NEW_RECEIVER, BindRole.RECEIVER)).isEqualTo(BindRejectReason.NO_ROOM);
        assertThat(admission.freeSlots(BindRole.RECEIVER)).isZero();
        assertThat(children.table().boundCount()).isEqualTo(3);

        admission.limit(5, 0);

        assertThat(admission.refusal(NEW_RECEIVER, BindRole.RECEIVER)).isNull();
        assertThat(admission.freeSlots(BindRole.RECEIVER)).isEqualTo(2);
    }

    @Test
    void shouldRefuseALimitThatTheTableCannotHold() {
        assertThatIllegalArgumentException().isThrownBy(() -> admission.limit(6, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> admission.limit(4, 5));
    }

    private void bound(int first, int count) {
        for (int id = first; id < first + count; id++) {
            children.bound(id, new TrackMessage());
        }
    }
}
