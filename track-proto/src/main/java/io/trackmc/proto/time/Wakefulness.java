package io.trackmc.proto.time;

/**
 * Whether this node itself was late. A node that stood still, because its host was busy or collected garbage, knows nothing of what
 * happened meanwhile: what was sent to it still waits in its sockets, so silence proves nothing until they are read.
 */
public final class Wakefulness {

    /** How much later than it wanted a node may be called before silence is excused. */
    public static final long LATE_NS = 5_000_000;

    private long promisedNs = Deadlines.NONE;
    private long lastNs = Deadlines.NONE;

    /** Notes when the node wants to be called; returns it. What was due before the last call could not be known to the caller. */
    public long promise(long deadlineNs) {
        boolean isPast = deadlineNs != Deadlines.NONE && lastNs != Deadlines.NONE && deadlineNs - lastNs < 0;
        promisedNs = isPast ? lastNs : deadlineNs;
        return deadlineNs;
    }

    /** How much later than it wanted the node was called, 0 if in time; said once for each time. To be asked at every call. */
    public long oversleptNs(long nowNs) {
        lastNs = nowNs;
        if (promisedNs == Deadlines.NONE || nowNs - promisedNs <= LATE_NS) {
            return 0;
        }
        long lateNs = nowNs - promisedNs;
        promisedNs = Deadlines.NONE;
        return lateNs;
    }
}
