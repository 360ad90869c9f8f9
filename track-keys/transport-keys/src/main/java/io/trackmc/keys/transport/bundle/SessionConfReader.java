package io.trackmc.keys.transport.bundle;

import io.trackmc.proto.wire.ConfirmOn;
import io.trackmc.proto.wire.CongestionControl;
import io.trackmc.proto.wire.DeliveryOrder;
import io.trackmc.proto.wire.LateJoin;
import io.trackmc.proto.wire.SessionMode;
import io.trackmc.proto.wire.SessionRules;

import java.util.Arrays;
import java.util.List;

/** Reads what a sender decides for its session, noting all that does not fit. */
final class SessionConfReader {

    private static final List<String> MODES = Arrays.stream(SessionMode.values()).map(SessionMode::text).toList();
    private static final List<String> POLICIES = Arrays.stream(LateJoin.values()).map(LateJoin::text).toList();
    private static final List<String> ORDERS = Arrays.stream(DeliveryOrder.values()).map(DeliveryOrder::text).toList();
    private static final List<String> CONFIRMS = Arrays.stream(ConfirmOn.values()).map(ConfirmOn::text).toList();
    private static final List<String> CONTROLS = Arrays.stream(CongestionControl.values())
            .map(CongestionControl::text).toList();
    private static final long MIN_HOLD_NS = 1_000_000;

    private final ConfValues in;

    SessionConfReader(ConfValues in) {
        this.in = in;
    }

    /** The rules; mean nothing when there were faults. */
    SessionRules read() {
        DeliveryOrder order = DeliveryOrder.values()[choice(NodeConfKeys.SESSION_ORDER, ORDERS, DeliveryOrder.ORDERED)];
        ConfirmOn confirmOn = ConfirmOn.values()[choice(NodeConfKeys.SESSION_CONFIRM, CONFIRMS, ConfirmOn.DELIVERY)];
        CongestionControl control = CongestionControl.values()[choice(
                NodeConfKeys.FLOW_CONGESTION_CONTROL, CONTROLS, CongestionControl.NONE)];
        return promise().withOrder(order).withConfirmOn(confirmOn).with(control);
    }

    private SessionRules promise() {
        SessionMode mode = SessionMode.values()[choice(NodeConfKeys.SESSION_MODE, MODES, SessionMode.RELIABLE)];
        LateJoin lateJoin = LateJoin.values()[choice(NodeConfKeys.SESSION_LATE_JOIN, POLICIES, LateJoin.RETAINED)];
        boolean hasHold = in.has(NodeConfKeys.SESSION_HOLD);
        if (mode == SessionMode.RELIABLE) {
            if (hasHold) {
                in.refuse(NodeConfKeys.SESSION_HOLD, "only with " + NodeConfKeys.SESSION_MODE + " = timely");
            }
            return SessionRules.reliable(lateJoin);
        }
        long holdNs = hasHold ? in.nanos(NodeConfKeys.SESSION_HOLD) : 0;
        if (holdNs < MIN_HOLD_NS || holdNs > SessionRules.MAX_HOLD_NS) {
            in.refuse(NodeConfKeys.SESSION_HOLD, "1ms to 35min in a timely session");
            return SessionRules.DEFAULT;
        }
        return SessionRules.timely(holdNs, lateJoin);
    }

    /** Place in the list; that of {@code absent} when the key is absent, and the first when it is wrong. */
    private int choice(String key, List<String> allowed, Enum<?> absent) {
        return in.has(key) ? Math.max(0, allowed.indexOf(in.choice(key, allowed))) : absent.ordinal();
    }
}
