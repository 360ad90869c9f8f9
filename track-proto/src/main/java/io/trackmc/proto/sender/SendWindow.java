package io.trackmc.proto.sender;

import io.trackmc.proto.aggregate.SubtreeSummary;
import io.trackmc.proto.tree.ChildTable;
import io.trackmc.proto.tree.SessionState;
import io.trackmc.proto.wire.SessionRules;

/**
 * How far the sender may go by what its children report: nobody's window or store overflows, and nothing that somebody needs is
 * overwritten here.
 */
final class SendWindow {

    private static final int BACKLOG_PACKETS = 128;

    private final SessionState session;
    private final ChildTable children;
    private final int storePackets;
    private final int windowPackets;
    private final HoldTimes holds;
    private final SubtreeSummary summary = new SubtreeSummary();
    private long lastSent;
    private long allowed;
    private long stable;
    private long confirmed;
    private long subtreeCumAck;

    SendWindow(SessionState session, ChildTable children, int storePackets, int windowPackets, SessionRules rules) {
        this.session = session;
        this.children = children;
        this.storePackets = storePackets;
        this.windowPackets = windowPackets;
        this.holds = new HoldTimes(rules, storePackets);
    }

    /** The session begins: one window may be sent before anybody reports. */
    void open() {
        allowed = Math.max(allowed, windowPackets);
        recompute();
    }

    /** Takes in what the children's reports are now. */
    void recompute() {
        summary.compute(children);
        if (summary.children() > 0) {
            subtreeCumAck = summary.cumAck();
            stable = Math.max(stable, Math.min(subtreeCumAck, lastSent));
            session.highestReleased(stable);
            confirmed = Math.max(confirmed, Math.min(Math.min(summary.confirmed(), subtreeCumAck), lastSent));
            // Nobody has room beyond a window after what it can have received, whatever it claims.
            allowed = Math.max(allowed, Math.min(summary.highestAllowed(), lastSent + windowPackets));
        }
    }

    void sent(long nowNs, long sequence) {
        lastSent = sequence;
        holds.sent(nowNs, sequence);
    }

    /** In a timely session, waits no more for what was held long enough: whoever lacks it, or has no room for more, has a gap. */
    void onTimeout(long nowNs) {
        if (holds.expire(nowNs)) {
            session.highestReleased(holds.expired());
            session.lowestRepairable(holds.expired() + 1);
            allowed = Math.max(allowed, holds.expired() + windowPackets);
        }
    }

    /** When that is next. */
    long deadlineNs() {
        return holds.deadlineNs();
    }

    long lastSent() {
        return lastSent;
    }

    /** Every live receiver has everything up to here; in a timely session, or knows that it will not have it. */
    long stable() {
        return stable;
    }

    /** Every live receiver's application is through with everything up to here. */
    long confirmed() {
        return confirmed;
    }

    /** Highest sequence that the tree has room for. Never falls. */
    long highestAllowed() {
        return allowed;
    }

    /** Node that holds the end of the window, as it last told; 0 without children. */
    int slowest() {
        return summary.children() == 0 ? 0 : summary.slowest();
    }

    /** Receivers below, as they last told. */
    int receivers() {
        return summary.children() == 0 ? 0 : summary.receiverCount();
    }

    /** Whether everybody below has everything that was sent. */
    boolean hasArrived() {
        return subtreeCumAck >= lastSent;
    }

    /** Highest sequence that may be sent. */
    long sendLimit() {
        return Math.min(allowed, lowestNeeded() + storePackets - 1);
    }

    /** Highest sequence that may be sealed: a backlog ahead of what is sent, as far as the store has place. */
    long sealLimit() {
        return Math.min(lastSent + BACKLOG_PACKETS, lowestNeeded() + storePackets - 1);
    }

    private long lowestNeeded() {
        return Math.max(Math.min(stable, subtreeCumAck), holds.expired()) + 1;
    }
}
