package io.trackmc.sender;

import io.trackmc.proto.sender.SenderEngine;

/** Tells the application up to which position everybody has everything, and who is there. On the driver's thread, but for the getters. */
final class Progress {

    private final SenderEngine engine;
    private final PositionIndex positions;
    private final PublisherListener listener;
    private volatile long stable;
    private volatile long confirmed;
    private int receivers;
    private int children;
    private int failed;

    Progress(SenderEngine engine, PositionIndex positions, PublisherListener listener) {
        this.engine = engine;
        this.positions = positions;
        this.listener = listener;
    }

    /** Everybody stores everything up to here. Any thread. */
    long stable() {
        return stable;
    }

    /** Every application is through with everything up to here. Any thread. */
    long confirmed() {
        return confirmed;
    }

    /** After reports came, or children changed. */
    void update() {
        tellMembers();
        long nowStable = positions.through(engine.stableSequence());
        long nowConfirmed = positions.through(engine.confirmedSequence());
        if (nowStable > stable || nowConfirmed > confirmed) {
            tell(nowStable, nowConfirmed, engine.receiverCount() + engine.completeCount());
        }
    }

    /** The session is over. Who confirmed all of it has told so by leaving, not by a last report. */
    void finish() {
        if (engine.completeCount() > 0 && engine.completeCount() >= engine.expectedReceivers()) {
            tell(positions.last(), positions.last(), engine.completeCount());
        }
    }

    private void tell(long nowStable, long nowConfirmed, int holders) {
        int expected = Math.max(holders, engine.expectedReceivers());
        if (nowStable > stable) {
            stable = nowStable;
            listener.onStable(nowStable, holders, expected);
        }
        if (nowConfirmed > confirmed) {
            confirmed = nowConfirmed;
            listener.onConfirmed(nowConfirmed, holders, expected);
        }
    }

    private void tellMembers() {
        int nowReceivers = engine.receiverCount();
        int nowChildren = engine.region().children().boundCount();
        int nowFailed = engine.failureCount();
        if (nowReceivers != receivers || nowChildren != children || nowFailed != failed) {
            receivers = nowReceivers;
            children = nowChildren;
            failed = nowFailed;
            listener.onMemberChange(new Members(nowReceivers, nowChildren, nowFailed));
        }
    }
}
