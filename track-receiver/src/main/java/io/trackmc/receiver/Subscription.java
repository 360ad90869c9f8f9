package io.trackmc.receiver;

import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/**
 * A receiver's end of the stream: the application polls messages, gaps and the ends of sessions in the order of the source.
 *
 * <p>Polling and {@link #confirm()} are for one application thread; everything else may be called by any thread.
 * An application that stops polling holds the sender back once the queue and the window are full; nothing is lost.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class Subscription implements AutoCloseable {

    /** {@link #poll} found the end: the subscription is over and everything was handed over. */
    public static final int END = -1;

    private Subscription() {}

    /**
     * Opens sockets and looks for a parent.
     *
     * @throws io.trackmc.net.ConfigurationException with every fault
     */
    public static Subscription open(ReceiverContext context) {
        throw new UnsupportedOperationException(String.valueOf(context.conclude() != null));
    }

    /**
     * Hands over at most {@code limit} messages and events, without waiting.
     *
     * @return how many; 0 when nothing is there now; {@link #END} when nothing will come any more
     */
    public int poll(StreamHandler handler, int limit) {
        throw new UnsupportedOperationException();
    }

    /** The same, but waits, parked, until there is something, the end, or a {@link #wakeUp}, for which it returns 0. */
    public int blockingPoll(StreamHandler handler, int limit) throws InterruptedException {
        throw new UnsupportedOperationException();
    }

    /** Polls until the end, or until {@code stop} is true, which is asked after each batch and each {@link #wakeUp}. */
    public void run(StreamHandler handler, BooleanSupplier stop) throws InterruptedException {
        throw new UnsupportedOperationException();
    }

    /** Makes a {@link #blockingPoll} that waits, or the next one, return. */
    public void wakeUp() {
        throw new UnsupportedOperationException();
    }

    /** With explicit confirmation: the application is through, for good, with everything that was handed to it so far. */
    public void confirm() {
        throw new UnsupportedOperationException();
    }

    /**
     * Completes when the subscription is over: with {@code once}, when the session is over and this receiver has told so and left;
     * else when it is closed. Fails with the error that ended it.
     */
    public CompletableFuture<Void> finished() {
        throw new UnsupportedOperationException();
    }

    /** What it is doing now; waits for the driver, which takes microseconds. */
    public ReceiverStatus status() {
        throw new UnsupportedOperationException();
    }

    /** Leaves the session, if there is one, and closes the sockets; waits for both. */
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
