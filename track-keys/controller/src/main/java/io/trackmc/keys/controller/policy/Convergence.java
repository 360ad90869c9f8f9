package io.trackmc.keys.controller.policy;

import java.util.Locale;

/**
 * What the owner wants to know of whether everybody has come to the epoch of a rekey. It changes nothing of when keys change: at the hard
 * deadline at the latest, whoever lacks them.
 */
public enum Convergence {
    /** Nothing: the group is one that never converges. */
    NEVER,
    /** How far the group is, as far as it is told; it stands in the authority's status. */
    BEST_EFFORT,
    /** The same, and in the log of each rekey that all in the tree had it, or that the group went on without some. */
    ALL;

    /** Name in the token. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
