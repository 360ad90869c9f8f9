package io.trackmc.proto.wire;

/**
 * What the sender decides for its session, told from parent to child in BindConfirm under the pair key (wire format §5.9).
 *
 * @param mode what happens to packets that somebody lacks
 * @param holdMicros how long the sender waits for those who lack a packet, from when it sent it, in microseconds; 1 to 2^31 − 1 in a
 *     timely session, 0 in a reliable one
 * @param lateJoin where the session begins for a receiver that comes late
 * @param order in which order receivers hand messages over
 * @param confirmOn what confirms a message; a receiver may confirm later than that, and never does earlier
 * @param congestionControl what paces the session besides its window
 */
public record SessionRules(
        SessionMode mode, int holdMicros, LateJoin lateJoin, DeliveryOrder order, ConfirmOn confirmOn,
        CongestionControl congestionControl) {

    /** Nothing is given up, a late receiver gets what there is, all in order, and what the application was given is confirmed. */
    public static final SessionRules DEFAULT = reliable(LateJoin.RETAINED);

    /** Longest hold time, in nanoseconds. */
    public static final long MAX_HOLD_NS = Integer.MAX_VALUE * 1_000L;

    /** Refuses a hold time that the mode has no use for, or lacks. */
    public SessionRules {
        if (!areConsistent(mode, holdMicros)) {
            throw new IllegalArgumentException(
                    "hold time of " + holdMicros + " us in a session that is " + mode.text());
        }
    }

    /** In order, confirmed by delivery, without congestion control. */
    public SessionRules(SessionMode mode, int holdMicros, LateJoin lateJoin) {
        this(mode, holdMicros, lateJoin, DeliveryOrder.ORDERED, ConfirmOn.DELIVERY, CongestionControl.NONE);
    }

    /** Reliable, with another rule for late receivers. */
    public static SessionRules reliable(LateJoin lateJoin) {
        return new SessionRules(SessionMode.RELIABLE, 0, lateJoin);
    }

    /**
     * Timely.
     *
     * @param holdNs 1,000 to {@link #MAX_HOLD_NS}
     */
    public static SessionRules timely(long holdNs, LateJoin lateJoin) {
        return new SessionRules(SessionMode.TIMELY, (int) Math.min(holdNs / 1_000, Integer.MAX_VALUE), lateJoin);
    }

    /** The same with another order. */
    public SessionRules withOrder(DeliveryOrder other) {
        return new SessionRules(mode, holdMicros, lateJoin, other, confirmOn, congestionControl);
    }

    /** The same with another meaning of a confirmation. */
    public SessionRules withConfirmOn(ConfirmOn other) {
        return new SessionRules(mode, holdMicros, lateJoin, order, other, congestionControl);
    }

    public boolean isUnordered() {
        return order == DeliveryOrder.UNORDERED;
    }

    /** The same with or without congestion control. */
    public SessionRules with(CongestionControl other) {
        return new SessionRules(mode, holdMicros, lateJoin, order, confirmOn, other);
    }

    /** Whether receivers say how fast the path to them is, and the sender goes by it. */
    public boolean hasCongestionControl() {
        return congestionControl != CongestionControl.NONE;
    }

    public boolean isTimely() {
        return mode == SessionMode.TIMELY;
    }

    /** {@link #holdMicros()} in nanoseconds. */
    public long holdNs() {
        return holdMicros * 1_000L;
    }

    /** First sequence of a receiver that joins now, by what its parent says of itself. */
    public long firstForReceiver(long lowestRepairable, long highestSequence, int windowPackets) {
        if (lateJoin == LateJoin.NOW && highestSequence > 0) {
            return highestSequence + 1;
        }
        // All there is while that is the whole session, else what lies within a window of the newest, so that nobody has to wait for it.
        return lowestRepairable <= 1 ? 1 : Math.max(lowestRepairable, highestSequence - windowPackets + 1);
    }

    static boolean areConsistent(SessionMode mode, int holdMicros) {
        return mode == SessionMode.TIMELY ? holdMicros > 0 : holdMicros == 0;
    }
}
