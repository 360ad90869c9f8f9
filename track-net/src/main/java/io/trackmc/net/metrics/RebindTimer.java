package io.trackmc.net.metrics;

import io.trackmc.proto.engine.EngineEvent.ParentLoss;
import io.trackmc.proto.engine.TreeTiming;

/** Measures fail-overs by the events of a parent lost and a parent bound. One thread. */
public final class RebindTimer {

    /** Answer of {@link #bound} when no parent had been lost. */
    public static final long NOTHING_LOST = -1;

    private final long detectionNs;
    private boolean lost;
    private long sinceNs;

    /** @param timing tells how long a silent parent has been silent when it counts as lost */
    public RebindTimer(TreeTiming timing) {
        this.detectionNs = timing.heartbeatNs() * timing.parentMisses();
    }

    /** The parent is lost. */
    public void lost(long nowNs, ParentLoss why) {
        if (!lost) {
            lost = true;
            sinceNs = why == ParentLoss.SILENT ? nowNs - detectionNs : nowNs;
        }
    }

    /** A parent has confirmed. Returns nanoseconds since another one fell silent or was lost otherwise, or {@link #NOTHING_LOST}. */
    public long bound(long nowNs) {
        if (!lost) {
            return NOTHING_LOST;
        }
        lost = false;
        return nowNs - sinceNs;
    }

    /** Another session begins: a parent that was lost before is not missed any more. */
    public void forget() {
        lost = false;
    }
}
