package io.trackmc.keys.controller.log;

/**
 * One key that opens another.
 *
 * @param from key under which it was wrapped, or from which it was derived
 * @param gives key that the holder of the first one gets
 */
public record KeyEdge(String from, String gives) {

    /** Checks both names. */
    public KeyEdge {
        Check.name(from);
        Check.name(gives);
    }
}
