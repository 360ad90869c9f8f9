package io.trackmc.sender;

import java.util.concurrent.CompletableFuture;

/**
 * One session of a sender: the application offers messages, everybody in the tree gets all of them in order.
 *
 * <p>{@link #offer} and {@link #publish} are for one application thread; everything else may be called by any thread.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class Publication implements AutoCloseable {

    /** {@link #offer} took nothing: there is no room now. */
    public static final long BACK_PRESSURED = -1;

    /** {@link #offer} took nothing: {@link #begin} was not called yet. */
    public static final long NOT_ACTIVE = -2;

    /** {@link #offer} took nothing: the session was finished, aborted or closed, or an error ended it. */
    public static final long CLOSED = -3;

    private Publication() {}

    /**
     * Opens sockets and lets children bind.
     *
     * @throws io.trackmc.net.ConfigurationException with every fault
     */
    public static Publication open(SenderContext context) {
        throw new UnsupportedOperationException(String.valueOf(context.conclude() != null));
    }

    /** Completes when {@code count} receivers are in the tree at one time; fails when the publication ends before. */
    public CompletableFuture<Void> receiversBound(int count) {
        throw new UnsupportedOperationException();
    }

    /** Begins the session: messages are taken from now on. */
    public void begin() {
        throw new UnsupportedOperationException();
    }

    /** Offers a whole array. */
    public long offer(byte[] message) {
        return offer(message, 0, message.length);
    }

    /**
     * Hands over one message without waiting; the bytes are copied, all of them or none.
     *
     * @param length 0 to {@link io.trackmc.proto.fragment.MessageLimits#MAX_MESSAGE_BYTES}
     * @return number of the message, from 1, or {@link #BACK_PRESSURED}, {@link #NOT_ACTIVE} or {@link #CLOSED}
     */
    public long offer(byte[] message, int offset, int length) {
        throw new UnsupportedOperationException();
    }

    /** Publishes a whole array. */
    public long publish(byte[] message) throws InterruptedException {
        return publish(message, 0, message.length);
    }

    /**
     * Hands over one message and waits for room, parked, when there is none.
     *
     * @return number of the message, from 1, or {@link #NOT_ACTIVE} or {@link #CLOSED}
     */
    public long publish(byte[] message, int offset, int length) throws InterruptedException {
        throw new UnsupportedOperationException();
    }

    /**
     * Ends the session: what was accepted is still sent. Completes when every receiver has answered or was given up, and
     * stays incomplete while there is nobody; fails when the publication is aborted, closed, or ended by an error before. May be called again.
     */
    public CompletableFuture<Confirmation> finish() {
        throw new UnsupportedOperationException();
    }

    /** Ends the session without a promise: receivers see an aborted session. The publication is still to be closed. */
    public void abort() {
        throw new UnsupportedOperationException();
    }

    /** What it is doing now; waits for the driver, which takes microseconds. */
    public SenderStatus status() {
        throw new UnsupportedOperationException();
    }

    /** Stops at once, sockets closed; {@link #finish} first where receivers shall get everything. */
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
