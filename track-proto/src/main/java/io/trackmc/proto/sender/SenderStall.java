package io.trackmc.proto.sender;

import io.trackmc.proto.event.CounterId;

/** Why a sender that has something to send does not send it. Metrics use the names in lower case. */
public enum SenderStall {
    /** Somebody does not have what was sent a window ago, or keeps so little room that the sender slows down. */
    WINDOW(CounterId.STALLED_BY_WINDOW_NS),
    /** Everybody has everything that was sent, and somebody's application has not taken so much of it that there is no room for more. */
    APPLICATION(CounterId.STALLED_BY_APPLICATION_NS),
    /** A limit of rate that is configured. */
    RATE(CounterId.STALLED_BY_RATE_NS),
    /** The rate that congestion control permits. */
    CONGESTION(CounterId.STALLED_BY_CONGESTION_NS),
    /** The content key has had its time, and somebody does not have the next one yet. */
    KEYS(CounterId.STALLED_BY_KEYS_NS),
    /** No receiver is in the tree. */
    NO_MEMBERS(CounterId.STALLED_BY_NO_MEMBERS_NS);

    private final CounterId nanoseconds;

    SenderStall(CounterId nanoseconds) {
        this.nanoseconds = nanoseconds;
    }

    /** Counts how long a sender was stalled so, in nanoseconds. */
    public CounterId nanoseconds() {
        return nanoseconds;
    }
}
