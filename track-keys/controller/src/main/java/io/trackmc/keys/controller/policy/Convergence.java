package io.trackmc.keys.controller.policy;

import java.util.Locale;

/** What the owner wants to know about who has the keys of an epoch before it is used. */
public enum Convergence {
    /** Nothing. */
    NEVER,
    /** As much as comes back before the hard deadline. */
    BEST_EFFORT,
    /** That all have them. */
    ALL;

    /** Name in the token. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
