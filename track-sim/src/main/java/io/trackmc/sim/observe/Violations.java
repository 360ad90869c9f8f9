package io.trackmc.sim.observe;

import java.util.ArrayList;
import java.util.List;

/** What checkers found wrong in a run: the first {@link #LIMIT} in words, all of them in number. */
public final class Violations {

    /** How many are kept in words. */
    public static final int LIMIT = 20;

    private final List<String> texts = new ArrayList<>();
    private long count;

    /**
     * Reports that something happened that must not.
     *
     * @param rule short name of the rule, the same at each report
     * @param atNs when, since the start of the run
     * @param text what happened, with the values that show it
     */
    public void report(String rule, long atNs, String text) {
        count++;
        if (texts.size() < LIMIT) {
            texts.add("%s at %,d ns: %s".formatted(rule, atNs, text));
        }
    }

    /** Whether nothing was reported. */
    public boolean isEmpty() {
        return count == 0;
    }

    /** Number of reports. */
    public long count() {
        return count;
    }

    /** The first reports in words. */
    public List<String> texts() {
        return List.copyOf(texts);
    }
}
