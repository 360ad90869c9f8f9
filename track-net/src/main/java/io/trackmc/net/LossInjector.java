package io.trackmc.net;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Decides which received datagrams are thrown away before the engine sees them: faults on purpose, for demonstrations and
 * tests. The same seed throws away the same datagrams of the same sequence. Not thread-safe: one driver, one injector.
 */
@FunctionalInterface
public interface LossInjector {

    /** Loses nothing. */
    LossInjector NONE = () -> false;

    /** Whether the next datagram is lost; called once for each. */
    boolean drops();

    /**
     * Loses each datagram with the same probability, whatever happened to the one before.
     *
     * @param probability 0 to 1
     */
    static LossInjector independent(long seed, double probability) {
        GilbertElliott.checkProbability("loss", probability);
        RandomGenerator random = generator(seed);
        return () -> random.nextDouble() < probability;
    }

    /**
     * The same, with another sequence of losses for each node of one seed.
     *
     * @param node id
     * @param probability 0 to 1
     */
    static LossInjector ofNode(long seed, int node, double probability) {
        return probability == 0 ? NONE : independent(seed * 1_000_003 + node, probability);
    }

    /** Loses datagrams in bursts. */
    static LossInjector bursts(long seed, GilbertElliott model) {
        return new BurstLoss(generator(seed), model);
    }

    /** Loses what either loses; both are asked about every datagram. */
    default LossInjector or(LossInjector other) {
        return () -> {
            boolean lost = drops();
            return other.drops() || lost;
        };
    }

    private static RandomGenerator generator(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }
}
