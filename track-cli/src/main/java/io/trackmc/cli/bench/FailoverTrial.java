package io.trackmc.cli.bench;

import io.trackmc.sim.drill.Drill;
import io.trackmc.sim.drill.DrillFile;
import java.util.Locale;

/**
 * Repair heads that die while a source sends.
 *
 * @param mode how super-packets travel
 * @param receivers spread over three repair heads, each of which is a backup of the others
 * @param loss share of what the source multicasts that each host drops
 * @param bytes of a message
 * @param perSecond messages
 * @param seconds for which the source sends, {@link #LEAST_SECONDS} or more
 */
record FailoverTrial(Mode mode, int receivers, double loss, int bytes, int perSecond, int seconds) {

    static final int DEFAULT_SECONDS = 34;
    /** For one round of kills. */
    static final int LEAST_SECONDS = 22;

    /** For the group to come together, and after the last kill. */
    private static final int ASIDE_SECONDS = 10;
    private static final int ROUND_SECONDS = LEAST_SECONDS - ASIDE_SECONDS;
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
                messages-per-second = %d, message-bytes = %d, seconds = %d
              }
              timing { heartbeat = 50ms, parent-misses = 10 }
              faults = [{ at = 5s, kill = repair-heads, every = 4s, rounds = %d, for = 1s }]
              promises { messages-lost = at most 0 }
            }
            """, receivers, PER_CENT * loss, perSecond, bytes, seconds, (seconds - ASIDE_SECONDS) / ROUND_SECONDS));
    }
}
