package io.trackmc.keys.transport.bundle;

import io.trackmc.keys.transport.conf.ConfValues;
import io.trackmc.proto.wire.LateJoin;
import io.trackmc.proto.wire.SessionMode;
import io.trackmc.proto.wire.SessionRules;

/** Reads what a sender decides for its session, noting all that does not fit. */
final class SessionConfReader {

    private final ConfValues in;

    SessionConfReader(ConfValues in) {
        this.in = in;
    }

    /** The rules, the default for those who are no sender; mean nothing when there were faults. */
    SessionRules read(NodeRole role) {
        if (role != NodeRole.SENDER) {
            return SessionRules.DEFAULT;
        }
        return promise().withOrder(in.get(SessionKeys.ORDER)).withConfirmOn(in.get(SessionKeys.CONFIRM))
                .with(in.get(SessionKeys.CONGESTION_CONTROL));
    }

    private SessionRules promise() {
        LateJoin lateJoin = in.get(SessionKeys.LATE_JOIN);
        Long holdNs = in.find(SessionKeys.HOLD);
        if (in.get(SessionKeys.MODE) == SessionMode.RELIABLE) {
            if (holdNs != null) {
                in.refuse(SessionKeys.HOLD, "only with " + NodeConfKeys.SESSION_MODE + " = timely");
            }
            return SessionRules.reliable(lateJoin);
        }
        if (holdNs == null) {
            in.refuse(SessionKeys.HOLD, SessionKeys.HOLD.form().range() + " in a timely session");
            return SessionRules.DEFAULT;
        }
        return SessionRules.timely(holdNs, lateJoin);
    }
}
