package io.trackmc.proto.tree;

import io.trackmc.proto.engine.Ingress;
import io.trackmc.proto.engine.Transmit;
import io.trackmc.proto.time.Deadlines;
import io.trackmc.proto.wire.UnbindReason;
import org.jspecify.annotations.Nullable;

/**
 * A child's good-byes: the one to the parent that it leaves for good, and the one to a parent that it left for another before, which
 * waits until that other one counts it. Who leaves for good is through when both have taken note, or do not answer any more.
 */
final class GoodByes {

    private final Leaving leaving;
    private final Farewell farewell;
    private boolean released;

    GoodByes(Leaving leaving, Farewell farewell) {
        this.leaving = leaving;
        this.farewell = farewell;
    }

    /** This child leaves its parent for good; {@code othersThere} says whether another could be given the counts instead. */
    void leave(long nowNs, UnbindReason reason, FarewellCounts counts, boolean othersThere) {
        leaving.begin(nowNs, reason, counts, othersThere);
    }

    /** Another parent than {@code former}'s has confirmed; {@code attempt} is the bind sequence that the former one did. */
    void moved(ParentBond former, int attempt, FarewellCounts told) {
        farewell.prepare(former, attempt, told);
    }

    /** Whether a parent that was left for another may still count this child. */
    boolean isFormerPending() {
        return farewell.isPending();
    }

    /** Whether no parent can have the counts of the last good-bye yet. */
    boolean isAsking() {
        return leaving.isAsking();
    }

    /** The parent speaks to this child alone, as it does only to one that it counts: one that was left for it may forget this child. */
    void onCounted(long nowNs) {
        farewell.begin(nowNs);
    }

    /**
     * The parent confirmed.
     *
     * @param asked whether it only says that it is there
     * @return whether it has let this child go
     */
    boolean onConfirm(long nowNs, boolean asked) {
        return asked == leaving.isAsking() && leaving.confirmed(nowNs);
    }

    /** The parent did not confirm in time; whether this child leaves without. */
    boolean unanswered(long nowNs) {
        return leaving.unanswered(nowNs);
    }

    /** The parent has let this child go, or does not answer any more. */
    void released(long nowNs) {
        released = true;
        farewell.begin(nowNs);
    }

    /** Whether a packet claims to come from a parent that was left for another. */
    boolean isFromFormer(Ingress packet) {
        return farewell.isFrom(packet);
    }

    /** Takes in an UnbindConfirm of a parent that was left for another. */
    void onFormerConfirm(Ingress packet) {
        farewell.onConfirm(packet);
    }

    /** Whether a parent that was left for another was given up just now. */
    boolean onTimeout(long nowNs) {
        return farewell.onTimeout(nowNs);
    }

    /** Whether the last good-bye is over; it is so once. */
    boolean takeEnd() {
        boolean ends = released && !farewell.isPending();
        released &= !ends;
        return ends;
    }

    /** Writes the request to the parent that this child leaves for good; false when there is none. */
    boolean write(Transmit out, @Nullable ParentBond bond, int bindSequence) {
        return leaving.write(out, bond, bindSequence);
    }

    /** Writes a request to a parent that was left for another if one is due. */
    boolean poll(long nowNs, Transmit out) {
        return farewell.poll(nowNs, out);
    }

    /** When a parent that was left for another is to be asked again; {@link Deadlines#NONE} for never. */
    long nextDeadlineNs() {
        return farewell.nextDeadlineNs();
    }
}
