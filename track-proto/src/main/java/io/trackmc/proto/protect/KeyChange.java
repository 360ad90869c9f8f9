package io.trackmc.proto.protect;

/**
 * When the newest installed epoch of a layer takes the place of the one before.
 *
 * @param notBeforeNs time from its installation before which nobody sends under it, in nanoseconds
 * @param hardNs time from its installation after which everybody does, whoever lacks it, in nanoseconds
 * @param overlapNs time for which packets of the epoch before are still understood then, in nanoseconds
 */
public record KeyChange(long notBeforeNs, long hardNs, long overlapNs) {

    /** Checks that the times are in order. */
    public KeyChange {
        if (notBeforeNs < 0 || hardNs < notBeforeNs || overlapNs < 0) {
            throw new IllegalArgumentException(
                    "not before " + notBeforeNs + " ns, hard " + hardNs + " ns, overlap " + overlapNs + " ns");
        }
    }
}
