package io.trackmc.sender;

import io.trackmc.net.node.MessageRing;
import io.trackmc.net.node.Parking;
import java.util.function.BooleanSupplier;

/**
 * Publishes and waits, parked, while something stands in the way that may pass: {@link Publisher#BACK_PRESSURED},
 * {@link Publisher#RATE_LIMITED} or {@link Publisher#NOT_CONNECTED}.
 *
 * <p>Used by the one thread that offers, which may be a virtual one. Interrupting it ends the waiting with
 * {@link InterruptedException}, and the message was not taken.
 */
public final class BlockingPublisher {

    private final Publisher publisher;
    private final MessageRing ring;
    private final OfferGate gate;
    private final long limitNs;
    private final BooleanSupplier isWorthATry = this::isWorthATry;
    private int wantedLength;

    BlockingPublisher(Publisher publisher, MessageRing ring, OfferGate gate, long limitNs) {
        this.publisher = publisher;
        this.ring = ring;
        this.gate = gate;
        this.limitNs = limitNs;
    }

    /**
     * Publishes a whole array.
     *
     * @return as of {@link #publish(byte[], int, int)}
     * @throws InterruptedException when the thread is interrupted while it waits; the message was not taken then
     */
    public long publish(byte[] message) throws InterruptedException {
        return publish(message, 0, message.length);
    }

    /**
     * Hands over one message; the bytes are copied.
     *
     * @return position of the message; {@link Publisher#KEY_EXPIRED} or {@link Publisher#CLOSED}; or, when the time is up, the code of
     *     what still stands in the way
     * @throws InterruptedException when the thread is interrupted while it waits; the message was not taken then
     * @throws IllegalArgumentException when the message is longer than 16 MiB
     * @throws IllegalStateException while a claim is open
     */
    public long publish(byte[] message, int offset, int length) throws InterruptedException {
        long result = publisher.offer(message, offset, length);
        if (!mayPass(result)) {
            return result;
        }
        wantedLength = length;
        long sinceNs = System.nanoTime();
        boolean inTime = true;
        while (inTime && mayPass(result)) {
            inTime = gate.parking().await(isWorthATry, restNs(sinceNs));
            result = publisher.offer(message, offset, length);
        }
        return result;
    }

    private long restNs(long sinceNs) {
        return limitNs == Parking.FOREVER ? Parking.FOREVER : limitNs - (System.nanoTime() - sinceNs);
    }

    private static boolean mayPass(long code) {
        return code == Publisher.BACK_PRESSURED || code == Publisher.RATE_LIMITED || code == Publisher.NOT_CONNECTED;
    }

    /** Waits for more room than the message needs, so that the two threads do not take turns for each message. */
    private boolean isWorthATry() {
        long refusal = gate.refusal();
        return refusal == OfferGate.NOTHING
                ? ring.hasRoomFor(wantedLength) && ring.isHalfFree()
                : !mayPass(refusal);
    }
}
