package io.trackmc.proto.tree;

import io.trackmc.proto.engine.Transmit;
import io.trackmc.proto.wire.UnbindReason;
import org.jspecify.annotations.Nullable;

/**
 * How a child leaves its parent with confirmation.
 *
 * <p>A child that has counts to hand over, and other parents that it could hand them to, asks first whether this one is there, and
 * hands them over when it has heard that it is. Until then they are its own; from then on nobody knows whose they are until the parent
 * confirms, so no other parent gets them, or they would be counted twice.
 */
final class Leaving {

    private final BindRequests requests;
    private final RequestTimer timer;
    private UnbindReason reason = UnbindReason.APPLICATION;
    private FarewellCounts counts = FarewellCounts.NONE;
    private boolean asking;

    Leaving(BindRequests requests, RequestTimer timer) {
        this.requests = requests;
        this.timer = timer;
    }

    /** @param othersThere whether another parent could be given the counts instead */
    void begin(long nowNs, UnbindReason why, FarewellCounts handedOver, boolean othersThere) {
        reason = why;
        counts = handedOver;
        asking = !counts.isNone() && othersThere;
        timer.begin(nowNs);
    }

    /** Whether no parent can have the counts yet. */
    boolean isAsking() {
        return asking;
    }

    /**
     * The parent confirmed the last request.
     *
     * @return whether this child has left; else the counts are handed over now
     */
    boolean confirmed(long nowNs) {
        if (!asking) {
            return true;
        }
        handOver(nowNs);
        return false;
    }

    /**
     * The parent did not confirm in time.
     *
     * @return whether this child leaves without a confirmation
     */
    boolean unanswered(long nowNs) {
        if (timer.repeat(nowNs)) {
            return false;
        }
        return confirmed(nowNs);
    }

    /** Writes the request; false when there is no parent to send it to. */
    boolean write(Transmit out, @Nullable ParentBond bond, int bindSequence) {
        if (bond == null) {
            return false;
        }
        requests.writeUnbind(out, bond, bindSequence, reason, counts, asking);
        return true;
    }

    private void handOver(long nowNs) {
        asking = false;
        timer.begin(nowNs);
    }
}
