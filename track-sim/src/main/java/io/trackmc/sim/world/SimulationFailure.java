package io.trackmc.sim.world;

import io.trackmc.sim.observe.Violations;

/** A run in which something happened that must not; its message holds all that is needed to see it again. */
public final class SimulationFailure extends AssertionError {

    private static final long serialVersionUID = 1L;

    /**
     * @param description what was run and how far it came
     * @param replay command line that repeats the run
     * @param violations what was found; not empty
     */
    public SimulationFailure(String description, String replay, Violations violations) {
        super("%d violations%n  %s%n%s%nreplay with: %s".formatted(violations.count(),
                String.join(System.lineSeparator() + "  ", violations.texts()), description, replay));
    }
}
