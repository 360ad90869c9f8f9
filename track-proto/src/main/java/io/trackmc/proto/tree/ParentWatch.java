package io.trackmc.proto.tree;

import io.trackmc.proto.engine.Endpoint;
import io.trackmc.proto.engine.Ingress;
import io.trackmc.proto.engine.TreeTiming;
import io.trackmc.proto.event.DropReason;
import io.trackmc.proto.protect.HopKeys;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.time.Deadlines;
import io.trackmc.proto.wire.BindConfirmMessage;
import org.jspecify.annotations.Nullable;

/** The bond with the parent that confirmed, and what makes a child doubt it: silence, a later run, a way to the sender that is cut off. */
final class ParentWatch {

    /** A parent that has been cut off from the sender for this part of an RH's silence is left for one that is not. */
    private static final int PARTS_OF_SILENCE = 4;

    private final HopKeys keys;
    private final TreeTiming timing;
    private @Nullable ParentBond bond;
    private long cutOffNs = Deadlines.NONE;
    private boolean asksWhereHeard;

    ParentWatch(HopKeys keys, TreeTiming timing) {
        this.keys = keys;
        this.timing = timing;
    }

    /** A candidate's run confirmed from {@code endpoint}; returns the bond with it. */
    ParentBond begin(long nowNs, int id, Incarnation parent, Endpoint endpoint, BindConfirmMessage confirm) {
        long heartbeatNs = Math.max(timing.heartbeatNs(), confirm.heartbeatInterval() * 1000L);
        ParentBond made = new ParentBond(
                id,
                parent,
                endpoint,
                keys.upSealer(id, parent),
                keys.downVerifier(id, parent),
                keys.regionVerifier(id, parent),
                confirm.childIndex(),
                Math.max(timing.trackNs(), confirm.trackInterval() * 1000L),
                heartbeatNs * timing.parentMisses(),
                timing.bindRefreshNs(),
                nowNs);
        bond = made;
        cutOffNs = Deadlines.NONE;
        asksWhereHeard = false;
        return made;
    }

    void end() {
        bond = null;
    }

    @Nullable
    ParentBond bond() {
        return bond;
    }

    /** The bond if the packet claims to come from this very run of the parent; else counts the drop and returns null. */
    @Nullable
    ParentBond bondOf(Ingress packet) {
        ParentBond known = bond;
        if (known == null || packet.origin() != known.parent()) {
            packet.drop(DropReason.UNKNOWN_ORIGIN);
            return null;
        }
        if (packet.incarnation() != known.incarnation().high()) {
            packet.drop(DropReason.WRONG_INCARNATION);
            return null;
        }
        return known;
    }

    /**
     * This node was called late: the parent's silence until now proves nothing. What came meanwhile is read in less time than it took to
     * come, so a node that is a little late finds out soon whether its parent is there.
     */
    void overslept(long nowNs, long lateNs) {
        ParentBond known = bond;
        if (known != null) {
            known.excuse(nowNs, Math.min(lateNs, 2 * timing.heartbeatNs()));
        }
    }

    /** Somebody advertises as {@code origin} in the run {@code advertised}. A hint, so the bond ends only if the known run stays silent. */
    void suspectRestarted(long nowNs, int origin, long advertised) {
        ParentBond known = bond;
        if (known != null && origin == known.parent()
                && Long.compareUnsigned(advertised, known.incarnation().high()) > 0) {
            known.suspect(nowNs, 2 * timing.heartbeatNs());
        }
    }

    /** Takes in what level the parent has; returns whether it has been cut off from the sender for too long. */
    boolean staysCutOff(long nowNs, int level) {
        if (level < SessionState.DISCONNECTED) {
            cutOffNs = Deadlines.NONE;
            return false;
        }
        if (cutOffNs == Deadlines.NONE) {
            cutOffNs = Deadlines.after(nowNs, 0);
            return false;
        }
        return nowNs - cutOffNs >= timing.interiorSilenceNs() / PARTS_OF_SILENCE;
    }

    /** Whether the parent has said last that it is cut off from the sender. */
    boolean isCutOff() {
        return bond != null && cutOffNs != Deadlines.NONE;
    }

    /** When the parent counts as lost if nothing is heard. */
    long lostAtNs() {
        ParentBond known = bond;
        return known == null ? Deadlines.NONE : known.lostAtNs();
    }

    /**
     * When to ask a parent that is due to be asked at {@code regularNs}: earlier when too little is heard of it.
     *
     * @param askedNs when it was asked last
     */
    long askAtNs(long regularNs, long askedNs) {
        ParentBond known = bond;
        if (known == null) {
            return regularNs;
        }
        long soonestNs = Deadlines.after(askedNs, timing.bindMinimumNs());
        return Deadlines.earlier(regularNs, Deadlines.later(soonestNs, known.doubtfulAtNs()));
    }

    /** Whether too little is heard of the parent. */
    boolean isDoubtful(long nowNs) {
        ParentBond known = bond;
        return known != null && Deadlines.isDue(known.doubtfulAtNs(), nowNs);
    }

    /** The parent is asked now. One that does not answer is asked by turns where it is said to be and where it was heard last. */
    void takeTurn(long nowNs) {
        asksWhereHeard = !asksWhereHeard && isDoubtful(nowNs);
    }

    /** Where to ask: {@code saidToBe}, or where the parent was heard last. Either may be made up. */
    @Nullable
    Endpoint whereToAsk(@Nullable Endpoint saidToBe) {
        ParentBond known = bond;
        return known != null && asksWhereHeard ? known.endpoint() : saidToBe;
    }
}
