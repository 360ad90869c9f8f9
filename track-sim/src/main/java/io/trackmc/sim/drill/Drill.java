package io.trackmc.sim.drill;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A fail-over drill as its file describes it: a group, what goes wrong in it, and what is promised all the same.
 *
 * @param name short name, also that of its file
 * @param purpose one sentence for people
 * @param live whether it can also be run on real processes
 * @param keys how keys change; null when they do not
 * @param steps in no particular order
 * @param promises at least one, in the order of the file
 */
public record Drill(
        String name, String purpose, boolean live, DrillGroup group, DrillTiming timing,
        @Nullable DrillKeys keys, List<Step> steps,
        List<PromisedLimit> promises) {

    public Drill {
        steps = List.copyOf(steps);
        promises = List.copyOf(promises);
    }

    /** When everything that goes wrong is over; nanoseconds since the source began. */
    public long healedNs(DrillTree tree) {
        return steps.stream().mapToLong(step -> step.endNs(tree)).max().orElse(0);
    }

    /** When everything must be over, so that something can be seen of what came of it; nanoseconds since the source began. */
    public long lastFaultNs() {
        return group.durationNs() - 2 * timing.detectionNs();
    }

    /** Whether the source itself is stopped and started again. */
    public boolean restartsSender() {
        return steps.stream().anyMatch(Step::hitsSender);
    }

    /** The same with another group. */
    public Drill with(DrillGroup other) {
        return new Drill(name, purpose, live, other, timing, keys, steps, promises);
    }
}
