package io.trackmc.proto.repairhead;

import io.trackmc.proto.protect.Incarnation;

/** Of which confirmations a repair head tells its parent: those from the first sequence on, and those of receivers that came late. */
final class ToldCounts {

    private final ToldCount complete = new ToldCount();
    private final ToldCount late = new ToldCount();

    ToldCount complete() {
        return complete;
    }

    ToldCount late() {
        return late;
    }

    /** A parent confirmed. */
    void boundTo(int parent, Incarnation run) {
        complete.boundTo(parent, run);
        late.boundTo(parent, run);
    }

    /** Whether there are some that wait until the parent is heard. */
    boolean isWaiting() {
        return complete.isWaiting() || late.isWaiting();
    }

    /** Another session begins. */
    void clear() {
        complete.clear();
        late.clear();
    }
}
