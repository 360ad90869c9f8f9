package io.trackmc.proto.tree;

import io.trackmc.proto.engine.Ingress;
import io.trackmc.proto.engine.Transmit;
import io.trackmc.proto.time.Deadlines;
import io.trackmc.proto.wire.UnbindReason;
import org.jspecify.annotations.Nullable;

/**
 * The good-bye to a parent that was left for another before it stopped. It waits until the other one counts this child: from then on
 * nothing that the child needs depends on the former parent. One at a time; it is repeated, and given up, as any request.
 */
final class Farewell {

    private final BindRequests requests;
    private final RequestTimer timer;
    private @Nullable ParentBond former;
    private FarewellCounts counts = FarewellCounts.NONE;
    private int bindSequence;
    private boolean begun;

    Farewell(BindRequests requests, RequestTimer timer) {
        this.requests = requests;
        this.timer = timer;
    }

    /**
     * Another parent than {@code bond}'s has confirmed.
     *
     * @param attempt bind sequence of the attempt that the former one confirmed
     * @param told confirmed receivers of which the former one was told, and nobody else will be
     */
    void prepare(ParentBond bond, int attempt, FarewellCounts told) {
        former = bond;
        bindSequence = attempt;
        begun = false;
        counts = told;
        timer.withdraw();
        timer.wakeAt(Deadlines.NONE);
    }

    /** The new parent counts this child, or has let it go again. */
    void begin(long nowNs) {
        if (former != null && !begun) {
            begun = true;
            timer.begin(nowNs);
        }
    }

    /** Whether there is a former parent that has not taken note. */
    boolean isPending() {
        return former != null;
    }

    /** Whether a packet claims to come from the former parent. */
    boolean isFrom(Ingress packet) {
        ParentBond bond = former;
        return bond != null && packet.origin() == bond.parent() && packet.incarnation() == bond.incarnation().high();
    }

    /** Takes in an UnbindConfirm of the former parent. */
    void onConfirm(Ingress packet) {
        ParentBond bond = former;
        if (bond != null
                && packet.passes(bond.down().verify(packet.bytes(), packet.offset(), packet.outerLength()))) {
            end();
        }
    }

    /** Whether the good-bye was given up just now. */
    boolean onTimeout(long nowNs) {
        if (!begun || !Deadlines.isDue(timer.deadlineNs(), nowNs) || timer.repeat(nowNs)) {
            return false;
        }
        end();
        return true;
    }

    boolean poll(long nowNs, Transmit out) {
        ParentBond bond = former;
        if (bond == null || !timer.take(nowNs)) {
            return false;
        }
        requests.writeUnbind(out, bond, bindSequence, UnbindReason.MOVING, counts, false);
        return true;
    }

    long nextDeadlineNs() {
        return begun ? timer.deadlineNs() : Deadlines.NONE;
    }

    private void end() {
        former = null;
        begun = false;
        timer.withdraw();
        timer.wakeAt(Deadlines.NONE);
    }
}
