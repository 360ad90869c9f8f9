package io.trackmc.sim.rekey;

/** How a repair head that is in wrong hands keeps rekeys from those below it. All the time it beats, under the epoch that it began with, and repairs. */
public enum RekeyLie {
    /** It tells of rekeys and hands none on, whoever asks, under whatever key. */
    WITHHOLDS_ALL,
    /** It says that there are none, and hands none on. */
    SAYS_NONE,
    /** It hands on all but the slice at the root, without which no rekey can be applied. */
    WITHHOLDS_SLICE;

    /** Slice that everybody needs. */
    static final int ROOT_SLICE = 0;
}
