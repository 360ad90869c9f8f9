package io.trackmc.proto.rekey;

import io.trackmc.proto.engine.EngineEvent.EpochActivated;
import io.trackmc.proto.engine.EngineEvent.EpochInstalled;
import io.trackmc.proto.engine.EngineEvent.EpochRetired;
import io.trackmc.proto.engine.EventQueue;
import io.trackmc.proto.protect.KeyChange;
import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.proto.protect.KeyUpdates;
import io.trackmc.proto.time.Deadlines;
import org.jspecify.annotations.Nullable;

/**
 * How the newest installed epoch of one layer takes the place of the one before at this node. When that happens is the role's to decide,
 * within the times that the authority has set.
 */
final class Changeover {

    private static final long NS_PER_MS = 1_000_000L;

    private final KeyLayer layer;
    private final KeyUpdates updates;
    private final KnownRekeys known;
    private final EventQueue events;
    private @Nullable KeyChange change;
    private long installed;
    private long installedNs;
    private long overlapNs = NS_PER_MS;

    Changeover(KeyLayer layer, KeyUpdates updates, KnownRekeys known, EventQueue events) {
        this.layer = layer;
        this.updates = updates;
        this.known = known;
        this.events = events;
        this.installed = updates.applied(layer);
        this.change = updates.pending(layer);
    }

    /** What was installed before the engine started counts as installed now. */
    void start(long nowNs) {
        installedNs = nowNs;
    }

    /** Notes what has been applied since it was last called. */
    void onApplied(long nowNs) {
        long applied = updates.applied(layer);
        if (applied != installed) {
            installed = applied;
            change = updates.pending(layer);
            installedNs = nowNs;
            if (change != null) {
                events.add(new EpochInstalled(layer, known.epoch(applied)));
            }
        }
    }

    /** Whether an epoch is installed that is not in use yet. */
    boolean isPending() {
        return change != null;
    }

    /** The rekey that brought the epoch which is not in use yet, or else the one in use. */
    long installed() {
        return installed;
    }

    /** Whether the time has come at which the next epoch may be used. */
    boolean mayFlip(long nowNs) {
        return change != null && nowNs - installedNs >= change.notBeforeNs();
    }

    /** Whether the time has come at which it must be used. */
    boolean mustFlip(long nowNs) {
        return change != null && nowNs - installedNs >= change.hardNs();
    }

    /** The next of those times; NONE when both have come or there is nothing to wait for. */
    long deadlineNs(long nowNs) {
        if (change == null) {
            return Deadlines.NONE;
        }
        long mayNs = Deadlines.after(installedNs, change.notBeforeNs());
        long mustNs = Deadlines.after(installedNs, change.hardNs());
        if (!Deadlines.isDue(mayNs, nowNs)) {
            return mayNs;
        }
        return Deadlines.isDue(mustNs, nowNs) ? Deadlines.NONE : mustNs;
    }

    /** Uses the next epoch from now on, and takes in what had to wait for that. */
    void flip(long nowNs) {
        boolean hadPrevious = updates.hasPrevious(layer);
        long active = installed;
        overlapNs = change == null ? overlapNs : change.overlapNs();
        change = null;
        updates.activate(layer);
        if (hadPrevious) {
            events.add(new EpochRetired(layer, known.epoch(active) - 2));
        }
        events.add(new EpochActivated(layer, known.epoch(active)));
        applyHeld(nowNs);
    }

    /** Applies what was held back, if there is room now. */
    void applyHeld(long nowNs) {
        if (updates.tryApply(layer)) {
            onApplied(nowNs);
        }
    }

    /** Time for which packets of the epoch before are still understood after the last {@link #flip}. */
    long overlapNs() {
        return overlapNs;
    }

    /** Forgets the epoch before the one in use. */
    void retire(long nowNs) {
        if (updates.hasPrevious(layer)) {
            updates.retirePrevious(layer);
            events.add(new EpochRetired(layer, known.epoch(change == null ? installed : installed - 1) - 1));
            applyHeld(nowNs);
        }
    }
}
