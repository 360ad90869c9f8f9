package io.trackmc.proto.engine;

import io.trackmc.proto.event.Counters;

/**
 * A protocol role as a single-threaded function of datagrams, time, randomness and application commands.
 *
 * <p>There are four kinds of methods: inputs ({@link #onDatagram}, {@link #onTimeout} and the commands of a role), outputs
 * ({@link #pollTransmit}, {@link #drainEvents} and a receiver's deliveries), {@link #nextDeadlineNs}, and getters.
 *
 * <p>Rules for drivers: one thread at a time; {@code nowNs} comes from one monotonic clock and never goes back (only differences
 * matter, any origin will do); after inputs, poll transmits until false, drain events, and call {@link #onTimeout} not
 * before, and soon after, {@link #nextDeadlineNs}. Rules for engines: each call runs to completion and calls nobody back; input that
 * is not authentic changes nothing but a counter and allocates nothing; after construction nothing grows without a named
 * bound; equal inputs give equal outputs, byte for byte.
 */
public interface Engine {

    /** {@link #nextDeadlineNs} of an engine that waits for input only. */
    long NO_DEADLINE = Long.MAX_VALUE;

    /**
     * Takes in one datagram. The bytes are the driver's and are not kept or changed.
     *
     * @param path where it came in; reused by the driver
     */
    void onDatagram(long nowNs, Path path, byte[] bytes, int offset, int length);

    /** Lets everything happen that was due by {@code nowNs}. Harmless when nothing is due. */
    void onTimeout(long nowNs);

    /** When {@link #onTimeout} is due next, or {@link #NO_DEADLINE}; compare by difference unless it is that value. */
    long nextDeadlineNs();

    /**
     * Fills {@code out} with the next datagram to send.
     *
     * @return false when there is nothing to send now; {@code out} is undefined then
     */
    boolean pollTransmit(long nowNs, Transmit out);

    /**
     * Hands at most {@code limit} events to {@code handler}, oldest first.
     *
     * @return number of events handed over
     */
    int drainEvents(EventHandler handler, int limit);

    /** Counters of this engine; may be read by any thread. */
    Counters counters();

    /** Takes {@link EngineEvent}s; must not call the engine. */
    @FunctionalInterface
    interface EventHandler {
        void onEvent(EngineEvent event);
    }
}
