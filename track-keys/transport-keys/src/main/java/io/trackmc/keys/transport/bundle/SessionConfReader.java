package io.trackmc.keys.transport.bundle;

import io.trackmc.proto.wire.CongestionControl;
import io.trackmc.proto.wire.LateJoin;
import io.trackmc.proto.wire.SessionMode;
import io.trackmc.proto.wire.SessionRules;

import java.util.Arrays;
import java.util.List;

/** Reads what a sender decides for its session, noting all that does not fit. */
final class SessionConfReader {

    private static final List<String> MODES = Arrays.stream(SessionMode.values()).map(SessionMode::text).toList();
    private static final List<String> POLICIES = Arrays.stream(LateJoin.values()).map(LateJoin::text).toList();
    private static final List<String> CONTROLS = Arrays.stream(CongestionControl.values())
            .map(CongestionControl::text).toList();
    private static final long MIN_HOLD_NS = 1_000_000;

    private final ConfValues in;

    SessionConfReader(ConfValues in) {
        this.in = in;
    }

    /** The rules; mean nothing when there were faults. */
    SessionRules read() {
        CongestionControl control = CongestionControl.values()[choice(NodeConfKeys.FLOW_CONGESTION_CONTROL, CONTROLS)];
        return readMode().with(control);
    }

    private SessionRules readMode() {
        SessionMode mode = SessionMode.values()[choice(NodeConfKeys.SESSION_MODE, MODES)];
        LateJoin lateJoin = LateJoin.values()[choice(NodeConfKeys.SESSION_LATE_JOIN, POLICIES)];
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

    /** Place in the list; the first when the key is absent or wrong. */
    private int choice(String key, List<String> allowed) {
        return in.has(key) ? Math.max(0, allowed.indexOf(in.choice(key, allowed))) : 0;
    }
}
