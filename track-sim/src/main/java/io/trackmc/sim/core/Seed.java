package io.trackmc.sim.core;

import java.util.random.RandomGenerator;

/**
 * Root of everything random in a run, and of the seeds derived from it.
 *
 * <p>Every concern (topology, one link, one node) gets a child by name and number, so that one more draw in one place
 * changes nothing in any other.
 *
 * @param value 64 bits, any
 */
public record Seed(long value) {

    /** Seed of a named concern. */
    public Seed child(String concern) {
        long mixed = value;
        for (int i = 0; i < concern.length(); i++) {
            mixed = SplitMix.mix(mixed + concern.charAt(i) + SplitMix.GAMMA);
        }
        return new Seed(SplitMix.mix(mixed ^ concern.length()));
    }

    /** Seed of a numbered concern. */
    public Seed child(long key) {
        return new Seed(SplitMix.mix(SplitMix.mix(value + SplitMix.GAMMA) ^ SplitMix.mix(key + 2 * SplitMix.GAMMA)));
    }

    /** A new generator that starts at this seed. */
    public RandomGenerator generator() {
        return new SplitMix(value);
    }
}
