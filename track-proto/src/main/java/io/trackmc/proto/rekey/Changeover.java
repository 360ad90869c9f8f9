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
 * How the next installed epoch of one layer takes the place of the one before at this node. When that happens is the role's to decide,
 * within the times that the authority has set.
 */
final class Changeover {

    private static final long NS_PER_MS = 1_000_000L;

    private final KeyLayer layer;
    private final KeyUpdates updates;
    private final EventQueue events;
    private @Nullable KeyChange change;
    private long installed;
    private long installedNs;
    private long overlapNs = NS_PER_MS;

    Changeover(KeyLayer layer, KeyUpdates updates, EventQueue events) {
        this.layer = layer;
        this.updates = updates;
        this.events = events;
        this.installed = updates.installedEpoch(layer);
        this.change = updates.pending(layer);
    }

    /** What was installed before the engine started counts as installed now. */
    void start(long nowNs) {
        installedNs = nowNs;
    }

    /** Notes what has been applied since it was last called. */
    void onApplied(long nowNs) {
        long newest = updates.installedEpoch(layer);
        if (newest != installed) {
            installed = newest;
            change = updates.pending(layer);
            installedNs = nowNs;
            if (change != null) {
                events.add(new EpochInstalled(layer, newest));
            }
        }
    }

    /** Whether an epoch is installed that is not in use yet. */
    boolean isPending() {
        return change != null;
    }

    /** The epoch in use. */
    long active() {
        return updates.activeEpoch(layer);
    }

    /** Newest epoch that is installed, in use or not. */
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

    /** When it must be used at the latest, if there is one: nobody else may wait any longer then. */
    long mustFlipAtNs() {
        return change == null ? installedNs : Deadlines.after(installedNs, change.hardNs());
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
        if (updates.hasPrevious(layer)) {
            events.add(new EpochRetired(layer, updates.oldestEpoch(layer)));
        }
        overlapNs = change == null ? overlapNs : change.overlapNs();
        updates.activate(layer);
        change = updates.pending(layer);
        events.add(new EpochActivated(layer, updates.activeEpoch(layer)));
        applyHeld(nowNs);
    }

    /** Another epoch is in use without a {@link #flip}: the overlap is the one that belongs to what is installed now. */
    void jumped() {
        overlapNs = change == null ? overlapNs : change.overlapNs();
    }

    /** Applies what was held back, if there is room now. */
    void applyHeld(long nowNs) {
        if (updates.tryApply(layer)) {
            onApplied(nowNs);
        }
    }

    /** Time for which packets of the epoch before are still understood after the last {@link #flip} or {@link #jumped}. */
    long overlapNs() {
        return overlapNs;
    }

    /** Forgets the epoch before the one in use. */
    void retire(long nowNs) {
        if (updates.hasPrevious(layer)) {
            events.add(new EpochRetired(layer, updates.oldestEpoch(layer)));
            updates.retirePrevious(layer);
            applyHeld(nowNs);
        }
    }
}
