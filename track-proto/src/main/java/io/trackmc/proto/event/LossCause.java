package io.trackmc.proto.event;

/** Why packets were given up for good. Metrics use the names in lower case. */
public enum LossCause {
    /** The parent has them no more, after it was asked in vain. */
    WINDOW(CounterId.LOST_BY_WINDOW),
    /** In a timely session, they were held for as long as its rule says. */
    TIMEOUT(CounterId.LOST_BY_TIMEOUT),
    /** The parent was lost, and the next one does not have them any more. */
    PARENT_LOST(CounterId.LOST_BY_PARENT),
    /** They were sealed under keys that this node has missed. */
    KEY(CounterId.LOST_BY_KEY);

    private final CounterId packets;

    LossCause(CounterId packets) {
        this.packets = packets;
    }

    /** Counts the packets. */
    public CounterId packets() {
        return packets;
    }
}
