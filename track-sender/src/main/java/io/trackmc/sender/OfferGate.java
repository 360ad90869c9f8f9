package io.trackmc.sender;

import io.trackmc.net.node.Parking;

/**
 * What keeps the application from offering, as the driver and whoever ends the session tell it, and where the application waits for
 * that to change. Whatever may let an offer succeed, or end the waiting for good, wakes it.
 */
final class OfferGate {

    /** Nothing is in the way. */
    static final long NOTHING = 0;

    private final Parking parking = new Parking();
    private volatile boolean closed;
    private volatile boolean keyExpired;
    private volatile boolean connected;
    private volatile boolean rateLimited;
    private volatile boolean memberAwaited;

    /** {@link #NOTHING}, or the code that an offer gets whether there is room or not. */
    long refusal() {
        if (closed) {
            return Publisher.CLOSED;
        }
        if (keyExpired) {
            return Publisher.KEY_EXPIRED;
        }
        if (!connected && !memberAwaited) {
            memberAwaited = true;
        }
        return connected ? NOTHING : Publisher.NOT_CONNECTED;
    }

    /** The code that an offer gets when there is no room. */
    long full() {
        return rateLimited ? Publisher.RATE_LIMITED : Publisher.BACK_PRESSURED;
    }

    /** Where the application's thread waits. */
    Parking parking() {
        return parking;
    }

    /** Nothing is taken any more; true the first time. Any thread. */
    synchronized boolean close() {
        boolean first = !closed;
        closed = true;
        parking.wake();
        return first;
    }

    // The driver's thread.

    /** No more than what was accepted can be sealed. */
    void keyExpired() {
        if (!keyExpired) {
            keyExpired = true;
            parking.wake();
        }
    }

    /** Whether the application has wanted to offer something since there was a receiver last. */
    boolean isMemberAwaited() {
        return memberAwaited && !connected && !closed;
    }

    /** Whether there is a receiver in the tree. */
    void connected(boolean anybody) {
        if (connected != anybody) {
            connected = anybody;
            memberAwaited = false;
            parking.wake();
        }
    }

    /** Whether the limit of rate is what keeps packets waiting. Wakes nobody: there is not more room for it. */
    void rateLimited(boolean limited) {
        if (rateLimited != limited) {
            rateLimited = limited;
        }
    }

    /** There is room again. */
    void roomMade() {
        parking.wake();
    }
}
