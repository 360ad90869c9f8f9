package io.trackmc.cli.demo;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a demonstration shall show.
 *
 * @param receivers how many
 * @param repairHeads how many
 * @param loss probability that a node loses a datagram, 0 to less than 1
 * @param bytes size of the random file that is sent when there is no {@code file}
 * @param file what is sent, or null
 * @param seed of content and losses
 * @param killRepairHead whether the first repair head ends, without a word, once a third is on its way
 * @param expelReceiver whether the last receiver is expelled, once a third is on its way
 */
public record DemoPlan(int receivers, int repairHeads, double loss, long bytes, @Nullable Path file, long seed,
        boolean killRepairHead, boolean expelReceiver) {

    /** Long enough to watch, short enough to wait for. */
    static final long DEFAULT_BYTES = 20_000_000;

    /** The same with so many receivers. */
    DemoPlan withReceivers(int number) {
        return new DemoPlan(number, repairHeads, loss, bytes, file, seed, killRepairHead, expelReceiver);
    }

    /** Whether something is to happen in the middle. */
    boolean hasIncident() {
        return killRepairHead || expelReceiver;
    }

    /** Receivers that are to have a copy in the end. */
    int staying() {
        return receivers - (expelReceiver ? 1 : 0);
    }
}
