package io.trackmc.cli.expulsion;

import io.trackmc.cli.proof.InnerSample;
import io.trackmc.proto.wire.InnerHeader;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What was sent of the sender's packets around an expulsion, repairs too, as somebody sees it who hears everything: a sample from before, when the
 * last one came of an epoch that the expelled one has, and a sample of those of later epochs. Any thread.
 */
public final class Witness {

    private static final int BEFORE = 64;
    private static final int AFTER = 512;

    private final InnerSample before;
    private final InnerSample after;
    private Set<Integer> known = Set.of();
    private boolean expelled;
    private long requestNs;
    private long lastKnownNs;
    private byte @Nullable [] lastKnown;

    public Witness(long seed) {
        before = new InnerSample(BEFORE, new SplittableRandom(seed));
        after = new InnerSample(AFTER, new SplittableRandom(seed));
    }

    /**
     * An expulsion is asked for now.
     *
     * @param contentSpis of the epochs that the expelled one has
     */
    public synchronized void expelling(long nowNs, Set<Integer> contentSpis) {
        expelled = true;
        known = contentSpis;
        requestNs = nowNs;
        lastKnownNs = nowNs;
    }

    /** An INNER of the sender was heard; the array is kept. */
    public synchronized void saw(long nowNs, byte[] inner) {
        if (!expelled) {
            before.add(inner);
        } else if (known.contains(InnerHeader.contentSpi(inner, 0))) {
            lastKnownNs = nowNs;
            lastKnown = inner;
        } else {
            after.add(inner);
        }
    }

    /**
     * Somebody sent an INNER again, of which this hears only now, when all is over.
     *
     * @param atNs when it was sent
     */
    public synchronized void repaired(long atNs, byte[] inner) {
        if (expelled && atNs > requestNs) {
            if (!known.contains(InnerHeader.contentSpi(inner, 0))) {
                after.add(inner);
            } else if (atNs > lastKnownNs) {
                lastKnownNs = atNs;
                lastKnown = inner;
            }
        }
    }

    /** Until now the sender sent what the expelled one can read, though it held back some of it. */
    public synchronized void couldHaveRead(long nowNs) {
        lastKnownNs = expelled ? Math.max(lastKnownNs, nowNs) : lastKnownNs;
    }

    /** From the request to the last packet under an epoch that the expelled one has, repairs included; in milliseconds. */
    public synchronized double millis() {
        return (lastKnownNs - requestNs) / 1e6;
    }

    /** Packets that the expelled one can read: some from before, and the last after the request. */
    public synchronized List<byte[]> readable() {
        return lastKnown == null ? before.inners()
                : Stream.concat(before.inners().stream(), Stream.of(lastKnown)).toList();
    }

    /** Packets of later epochs. */
    public synchronized List<byte[]> later() {
        return after.inners();
    }
}
