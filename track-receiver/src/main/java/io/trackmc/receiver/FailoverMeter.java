package io.trackmc.receiver;

import io.trackmc.net.metrics.RebindTimer;
import io.trackmc.proto.engine.EngineEvent.ParentLoss;
import io.trackmc.proto.engine.TreeTiming;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Measures fail-overs by the events of a parent lost and a parent bound. One thread. */
final class FailoverMeter {

    /** Fail-overs whose times are kept. */
    static final int KEPT = 1024;

    private static final int PER_CENT = 100;

    private final RebindTimer timer;
    private final long[] kept = new long[KEPT];
    private long count;
    private long maxNs;

    /** @param timing tells how long a silent parent has been silent when it counts as lost */
    FailoverMeter(TreeTiming timing) {
        this.timer = new RebindTimer(timing);
    }

    /** The parent is lost. */
    void lost(long nowNs, ParentLoss why) {
        timer.lost(nowNs, why);
    }

    /** A parent has confirmed: the first one, or one after another was lost. */
    void bound(long nowNs) {
        long tookNs = timer.bound(nowNs);
        if (tookNs != RebindTimer.NOTHING_LOST) {
            kept[(int) (count % KEPT)] = tookNs;
            maxNs = Math.max(maxNs, tookNs);
            count++;
        }
    }

    /** Another session begins: a parent that was lost before is not missed any more. */
    void forget() {
        timer.forget();
    }

    /** What was measured, or null when nothing was. */
    @Nullable
    FailoverTimes times() {
        if (count == 0) {
            return null;
        }
        long[] sorted = Arrays.copyOf(kept, (int) Math.min(count, KEPT));
        Arrays.sort(sorted);
        return new FailoverTimes(count, percentile(sorted, 50), percentile(sorted, 99), maxNs);
    }

    private static long percentile(long[] sorted, int percent) {
        return sorted[(int) (((long) sorted.length * percent + PER_CENT - 1) / PER_CENT) - 1];
    }
}
