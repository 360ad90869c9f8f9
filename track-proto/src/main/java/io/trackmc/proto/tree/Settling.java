package io.trackmc.proto.tree;

import io.trackmc.proto.engine.TreeTiming;
import io.trackmc.proto.time.Deadlines;

/**
 * For how long the parent before may still count this child, so that it must not be expected to confirm twice.
 *
 * <p>A parent that fell silent is given up by its own parent after the silence of a repair head, with all that it counted; one that
 * lives gives up a child that went away sooner.
 */
final class Settling {

    private final TreeTiming timing;
    private long untilNs = Deadlines.NONE;

    Settling(TreeTiming timing) {
        this.timing = timing;
    }

    /** A parent was left without a good-bye. */
    void begin(long nowNs) {
        untilNs = Deadlines.after(nowNs, timing.interiorSilenceNs() + timing.probes() * timing.probeNs());
    }

    /** A parent has let this child go. */
    void end() {
        untilNs = Deadlines.NONE;
    }

    boolean isOver(long nowNs) {
        return untilNs == Deadlines.NONE || Deadlines.isDue(untilNs, nowNs);
    }
}
