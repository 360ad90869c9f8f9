package io.trackmc.proto.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** Numbers of reasons and roles are those of the wire format. */
class CodedEnumsTest {

    @Test
    void shouldKnowExactlyTheNumbersOfTheWireFormat() {
        assertThat(list(BindRole::of)).isEqualTo("1 REPAIR_HEAD 2 RECEIVER");
        assertThat(list(BindRejectReason::of))
                .isEqualTo("1 LOOP 2 NO_ROOM 3 NOT_A_MEMBER 4 SESSION_OVER 5 LEAVING 6 TOO_LATE 7 TOO_SLOW 8 RESERVED");
        assertThat(list(SessionMode::of)).isEqualTo("1 RELIABLE 2 TIMELY");
        assertThat(list(LateJoin::of)).isEqualTo("1 RETAINED 2 NOW 3 NONE");
        assertThat(list(CongestionControl::of)).isEqualTo("0 NONE 1 TFMCC");
        assertThat(list(UnbindReason::of)).isEqualTo("1 SESSION_DONE 2 APPLICATION 3 TOO_SLOW 4 MOVING");
        assertThat(list(EjectReason::of))
                .isEqualTo("1 PARENT_LEAVING 2 PARENT_FAILED 3 CHILD_TOO_SLOW 4 PARENT_OVERLOADED");
    }

    private static String list(IntFunction<?> of) {
        StringBuilder known = new StringBuilder();
        for (int code = -1; code < 257; code++) {
            if (of.apply(code) != null) {
                known.append(' ').append(code).append(' ').append(of.apply(code));
            }
        }
        return known.toString().strip();
    }

    @Test
    void shouldGiveBackItsNumber() {
        for (BindRejectReason reason : BindRejectReason.values()) {
            assertThat(BindRejectReason.of(reason.code())).isEqualTo(reason);
        }
        for (UnbindReason reason : UnbindReason.values()) {
            assertThat(UnbindReason.of(reason.code())).isEqualTo(reason);
        }
        for (EjectReason reason : EjectReason.values()) {
            assertThat(EjectReason.of(reason.code())).isEqualTo(reason);
        }
        for (SessionMode mode : SessionMode.values()) {
            assertThat(SessionMode.of(mode.code())).isEqualTo(mode);
        }
        for (LateJoin lateJoin : LateJoin.values()) {
            assertThat(LateJoin.of(lateJoin.code())).isEqualTo(lateJoin);
        }
        for (DeliveryOrder order : DeliveryOrder.values()) {
            assertThat(DeliveryOrder.of(order.code())).isEqualTo(order);
        }
        for (ConfirmOn confirmOn : ConfirmOn.values()) {
            assertThat(ConfirmOn.of(confirmOn.code())).isEqualTo(confirmOn);
        }
        for (CongestionControl control : CongestionControl.values()) {
            assertThat(CongestionControl.of(control.code())).isEqualTo(control);
        }
        for (BindRole role : BindRole.values()) {
            assertThat(BindRole.of(role.code())).isEqualTo(role);
        }
    }
}
