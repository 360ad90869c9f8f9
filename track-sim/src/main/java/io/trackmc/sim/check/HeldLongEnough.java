package io.trackmc.sim.check;

import io.trackmc.proto.wire.SessionRules;

import org.agrona.collections.LongArrayList;

/** How far the source of a timely session may go whatever its children allow: a window beyond what it sent a hold time ago. */
final class HeldLongEnough {

    /** By how much a host's clock may be fast: more than hosts ever are. */
    private static final long SKEW_DIVISOR = 1_000;

    private final SessionRules rules;
    private final int windowPackets;
    private final LongArrayList sentNs = new LongArrayList();
    private int expired;

    HeldLongEnough(SessionRules rules, int windowPackets) {
        this.rules = rules;
        this.windowPackets = windowPackets;
    }

    /** The next sequence is sent for the first time. */
    void sent(long atNs) {
        sentNs.addLong(atNs);
    }

    /** Highest sequence that may be sent at this time for this reason; 0 for none. */
    long limit(long atNs) {
        if (!rules.isTimely()) {
            return 0;
        }
        long holdNs = rules.holdNs() - rules.holdNs() / SKEW_DIVISOR;
        while (expired < sentNs.size() && sentNs.getLong(expired) + holdNs <= atNs) {
            expired++;
        }
        return (long) expired + windowPackets;
    }
}
