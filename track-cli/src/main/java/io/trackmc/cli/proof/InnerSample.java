package io.trackmc.cli.proof;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A sample of the INNERs that a node handled in its whole life, each with the same chance to be in it, however many there are
 * (reservoir sampling). Any thread.
 */
public final class InnerSample {

    /** INNERs kept when nothing else is said. */
    public static final int DEFAULT_SIZE = 64;

    private final int size;
    private final RandomGenerator random;
    private final List<byte[]> inners = new ArrayList<>();
    private long seen;

    /** @param size most INNERs to keep */
    public InnerSample(int size, RandomGenerator random) {
        this.size = size;
        this.random = random;
    }

    /** The node handles an INNER; keeps the array when it gets into the sample. */
    public synchronized void add(byte[] inner) {
        seen++;
        if (inners.size() < size) {
            inners.add(inner);
            return;
        }
        long place = random.nextLong(seen);
        if (place < size) {
            inners.set((int) place, inner);
        }
    }

    /** How many the node handled. */
    public synchronized long seen() {
        return seen;
    }

    /** Those in the sample. */
    public synchronized List<byte[]> inners() {
        return List.copyOf(inners);
    }
}
