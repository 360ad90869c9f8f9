package io.trackmc.proto.tree;

import io.trackmc.proto.engine.TreeTiming;
import io.trackmc.proto.time.Deadlines;

/**
 * Watches for children that have fallen silent: probes them, and says which one to give up.
 *
 * <p>RH children get more time than receivers, because while a dead RH still counts, its orphans' data is kept above it
 * (digest §7.1). A child that leaves the source little room is probed long before its silence is over, and given up when it is: the group
 * waits for a dead one no longer than that. Looks when the next child may be due, not at fixed intervals.
 */
final class ChildMonitor {

    private final ChildTable children;
    private final HeartbeatSource heartbeats;
    private final TreeTiming timing;
    private final ChildRoom room;
    private long checkNs = Deadlines.NONE;

    ChildMonitor(ChildTable children, HeartbeatSource heartbeats, TreeTiming timing, ChildRoom room) {
        this.children = children;
        this.heartbeats = heartbeats;
        this.timing = timing;
        this.room = room;
    }

    /** Takes a new or changed entry into the watch. */
    void watch(Child child) {
        checkNs = Deadlines.earlier(checkNs, dueNs(child));
    }

    long nextDeadlineNs() {
        return checkNs;
    }

    /**
     * Probes whoever is due. Call again until it returns null.
     *
     * @return a child to give up or to forget, or null
     */
    @org.jspecify.annotations.Nullable
    Child nextExpired(long nowNs) {
        if (!Deadlines.isDue(checkNs, nowNs)) {
            return null;
        }
        checkNs = Deadlines.NONE;
        for (int i = 0; i < children.size(); i++) {
            Child child = children.at(i);
            if (child == null) {
                continue;
            }
            if (Deadlines.isDue(dueNs(child), nowNs)) {
                if (!child.isBound() || isSilent(nowNs, child)) {
                    checkNs = Deadlines.after(nowNs, 0);
                    return child;
                }
                child.probed(nowNs);
                heartbeats.tell(child);
            }
            checkNs = Deadlines.earlier(checkNs, dueNs(child));
        }
        return null;
    }

    private long dueNs(Child child) {
        switch (child.state()) {
            case PROVISIONAL, HELD -> {
                return child.expiresNs();
            }
            case LEFT, LOST -> {
                return Deadlines.NONE;
            }
            case BOUND -> {
                // Judged by its silence.
            }
        }
        if (child.probes() > 0) {
            return Deadlines.after(child.lastProbeNs(), timing.probeNs());
        }
        return Deadlines.after(child.lastHeardNs(), room.isTight(child) ? timing.probeNs() : silenceNs(child));
    }

    /** Probed often enough without an answer, and for long enough; a probe that was long ago was perhaps sent before this parent stood still. */
    private boolean isSilent(long nowNs, Child child) {
        return child.probes() >= timing.probes()
                && nowNs - child.lastHeardNs() >= silenceNs(child)
                && nowNs - child.lastProbeNs() < 2 * timing.probeNs();
    }

    private long silenceNs(Child child) {
        return child.isRepairHead() ? timing.interiorSilenceNs() : timing.leafSilenceNs();
    }
}
