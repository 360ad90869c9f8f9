package io.trackmc.receiver;

/** Notices when all has been handed over that there was when a new parent began to serve. One thread. */
final class CatchUp {

    private final ServedListener listener;
    private boolean waits;
    private int parent;
    private long target;

    CatchUp(ServedListener listener) {
        this.listener = listener;
    }

    /**
     * A new parent has begun to serve.
     *
     * @param highest sequence that is known to exist then
     */
    void begin(int newParent, long highest) {
        waits = true;
        parent = newParent;
        target = highest;
    }

    /** Looks whether it is all there. */
    void look(long nowNs, long delivered) {
        if (waits && delivered >= target) {
            waits = false;
            listener.onServed(parent, nowNs);
        }
    }
}
