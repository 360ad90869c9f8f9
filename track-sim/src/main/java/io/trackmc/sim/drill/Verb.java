package io.trackmc.sim.drill;

import java.util.Locale;

/** What a step does to the nodes that it selects. */
public enum Verb {
    /** Ends the process at once; with {@code for} it is started again after that time. */
    KILL(Duration.OPTIONAL),
    /** Starts a process again; ends it first when it runs. */
    RESTART(Duration.NONE),
    /** The process stands still, as in a long garbage collection. */
    PAUSE(Duration.NEEDED),
    /** The nodes hear nobody else, and nobody else hears them. */
    PARTITION(Duration.NEEDED),
    /** The application takes only so many messages a second. */
    SLOW(Duration.NEEDED),
    /** Not there at the beginning: starts now. */
    JOIN(Duration.NONE),
    /** Asked to go, as by SIGTERM; with {@code for} it is started again after that time. */
    DRAIN(Duration.OPTIONAL);

    /** Whether a step says how long. */
    enum Duration {
        NONE,
        OPTIONAL,
        NEEDED
    }

    private final Duration duration;

    Verb(Duration duration) {
        this.duration = duration;
    }

    Duration duration() {
        return duration;
    }

    /** Its word in a drill file. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
