package io.trackmc.cli.drill.deployment;

import io.trackmc.cli.expulsion.AuthorityPlaces;
import io.trackmc.cli.expulsion.Operator;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/** Has somebody expelled from a deployment. */
final class Expulsion {

    /** The sender did not go on to other keys in time. */
    static final long NOT_SEEN = -1;

    /**
     * What came of one.
     *
     * @param askedNs when it was asked for, by {@link System#nanoTime}
     * @param tookNs until the sender sent under other keys, at most; {@link #NOT_SEEN} when that was not seen in time
     */
    record Done(long askedNs, long tookNs) {}

    private static final String EPOCH = "track_key_epoch";
    private static final long WITHIN_NS = 30_000_000_000L;

    private final Deployment.Authorities authorities;

    Expulsion(Deployment deployment) {
        this.authorities = Objects.requireNonNull(deployment.authorities());
    }

    /**
     * Asks for it, and waits until the sender sends under keys that the expelled was not given: content keys of a receiver, transport keys of a repair head.
     *
     * @return when it was asked for, and how long it took
     */
    Done expel(boolean repairHead, String name, SenderWatch sender) throws InterruptedException {
        Operator operator = new Operator(authorities.keys(), authorities.group(),
                new AuthorityPlaces(authorities.keys(), authorities.transport(), authorities.content()));
        String layer = repairHead ? "transport" : "content";
        double before = sender.read().sum(EPOCH, layer);
        AtomicLong askedNs = new AtomicLong();
        if (repairHead) {
            operator.expelRepairHead(name, () -> askedNs.set(System.nanoTime()));
        } else {
            operator.expel(name, () -> askedNs.set(System.nanoTime()));
        }
        long seenNs = sender.seen(reading -> reading.sum(EPOCH, layer) > before, askedNs.get() + WITHIN_NS);
        return new Done(askedNs.get(), seenNs < 0 ? NOT_SEEN : seenNs - askedNs.get());
    }
}
