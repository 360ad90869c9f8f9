package io.trackmc.net.metrics;

import org.jspecify.annotations.Nullable;

/** Whether a node does its work at present. */
public enum Readiness {
    /** It was opened, and has done nothing yet. */
    STARTING("it has just been started"),
    /** It does. */
    READY(null),
    /** It looks for a parent. */
    NO_PARENT("it has no parent"),
    /** It is on its way out of the tree, or has left. */
    LEAVING("it is leaving the tree"),
    /** The session is over, and it takes part in no other. */
    SESSION_OVER("the session is over");

    private final @Nullable String whyNot;

    Readiness(@Nullable String whyNot) {
        this.whyNot = whyNot;
    }

    /** Why it is not ready, in one clause; null when it is. */
    public @Nullable String whyNot() {
        return whyNot;
    }
}
