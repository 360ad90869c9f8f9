package io.trackmc.sim.tree;

import io.trackmc.sim.core.Seed;

import java.util.random.RandomGenerator;

/**
 * What the application of the source sends.
 *
 * @param messages how many messages
 * @param minBytes shortest message
 * @param maxBytes longest message; sizes are uniform in between
 * @param intervalNs time between two messages; 0 for as fast as the engine takes them
 * @param seed of sizes and contents
 */
public record Load(int messages, int minBytes, int maxBytes, long intervalNs, Seed seed) {

    private static final long MAX_INTERVAL_NS = 2_000_000;
    private static final int BUDGET_BYTES = 400_000;
    private static final int MAX_MESSAGES = 600;

    /** A load of tiny, middling or large messages, of less than half a megabyte in all. */
    public static Load random(Seed seed) {
        RandomGenerator random = seed.generator();
        int maxBytes = switch (random.nextInt(4)) {
            case 0 -> random.nextInt(20);
            case 1 -> 1_200 + random.nextInt(200);
            case 2 -> random.nextInt(4_000);
            default -> random.nextInt(120_000);
        };
        int minBytes = random.nextBoolean() ? 0 : random.nextInt(maxBytes + 1);
        int mostMessages = Math.clamp(BUDGET_BYTES / (maxBytes + 1), 1, MAX_MESSAGES);
        long intervalNs = random.nextBoolean() ? 0 : random.nextLong(MAX_INTERVAL_NS);
        return new Load(random.nextInt(mostMessages + 1), minBytes, maxBytes, intervalNs, seed.child("messages"));
    }

    /** As much again with other contents: what the source sends after its restart. */
    Load again(int run) {
        return new Load(messages, minBytes, maxBytes, intervalNs, seed.child(run));
    }

    /** Content of one message; each differs from the others if it is long enough. */
    public byte[] message(int index) {
        RandomGenerator random = seed.child(index).generator();
        byte[] message = new byte[minBytes + random.nextInt(maxBytes - minBytes + 1)];
        random.nextBytes(message);
        return message;
    }
}
