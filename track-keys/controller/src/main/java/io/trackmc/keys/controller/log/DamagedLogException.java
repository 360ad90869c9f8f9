package io.trackmc.keys.controller.log;

import java.io.Serial;

/** A log is not what its authority wrote. */
public final class DamagedLogException extends LogException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final long entry;

    /**
     * With the first thing that is wrong.
     *
     * @param file where it is
     * @param entry number of the first bad entry, which is that of its line too
     * @param fault what is wrong with it
     */
    public DamagedLogException(String file, long entry, String fault) {
        super(file + ":" + entry + ": entry " + entry + ": " + fault);
        this.entry = entry;
    }

    /** Number of the first bad entry. */
    public long entry() {
        return entry;
    }
}
