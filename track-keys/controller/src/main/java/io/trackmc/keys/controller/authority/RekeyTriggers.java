package io.trackmc.keys.controller.authority;

/**
 * When keys change. Milliseconds.
 *
 * @param everyMs a scheduled rekey so long after the one before; 0 never
 * @param afterEvents a rekey after so many joins and leaves; 1 for each one
 * @param eventsWaitMs joins and leaves wait no longer than this for others to share a rekey with
 * @param patienceMs how long the group may take to come to an epoch before the next rekey is made all the same: hard deadline and overlap
 */
public record RekeyTriggers(long everyMs, int afterEvents, long eventsWaitMs, long patienceMs) {

    /** Checks the ranges. */
    public RekeyTriggers {
        if (everyMs < 0 || afterEvents < 1 || eventsWaitMs < 0 || patienceMs < 0) {
            throw new IllegalArgumentException("every " + everyMs + " ms, after " + afterEvents + " events, wait "
                    + eventsWaitMs + " ms, patience " + patienceMs + " ms");
        }
    }
}
