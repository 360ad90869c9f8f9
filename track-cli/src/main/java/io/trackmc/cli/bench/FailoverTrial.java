package io.trackmc.cli.bench;

import io.trackmc.sim.drill.Drill;
import io.trackmc.sim.drill.DrillFile;
import java.util.Locale;

/**
 * Repair heads that die while a source sends.
 *
 * @param receivers spread over three repair heads, each of which is a backup of the others
 * @param loss share of what the source multicasts that each host drops
 * @param bytes of a message
 * @param perSecond messages
 */
record FailoverTrial(int receivers, double loss, int bytes, int perSecond) {

    private static final double PER_CENT = 100;

    /** The drill that does it. */
    Drill drill() {
        return DrillFile.parse("bench failover", String.format(Locale.ROOT, """
            drill {
              name = bench-failover
              purpose = "one repair head after another dies and comes back"
              live = true
              group {
                receivers = %d, repair-heads = [3], backups = 2, data-loss = %.4f%%
                messages-per-second = %d, message-bytes = %d, seconds = 34
              }
              timing { heartbeat = 50ms, parent-misses = 10 }
              faults = [{ at = 5s, kill = repair-heads, every = 4s, rounds = 2, for = 1s }]
              promises { messages-lost = at most 0 }
            }
            """, receivers, PER_CENT * loss, perSecond, bytes));
    }
}
