package io.trackmc.sim.observe;

import io.trackmc.proto.engine.EngineEvent;
import io.trackmc.proto.event.DropReason;
import io.trackmc.sim.net.Datagram;

/**
 * Sees what happens in a world, as it happens and from outside the engines. All times are in nanoseconds since the start of
 * the run. Must not change anything; byte arrays are shared and must not be kept beyond the call unless copied.
 */
public interface WorldObserver {

    /** An engine sent a datagram. */
    default void onTransmit(long atNs, Transmission transmission) {}

    /** A datagram reached an engine. */
    default void onArrival(long atNs, int node, Datagram datagram) {}

    /** Whether it wants to hear of drops; to look for them takes a while. */
    default boolean watchesDrops() {
        return false;
    }

    /** An engine dropped the datagram that has just reached it, or a part of it; told if anybody {@link #watchesDrops}. */
    default void onDrop(long atNs, int node, DropReason reason) {}

    /** An engine reported an event. */
    default void onEvent(long atNs, int node, EngineEvent event) {}

    /** The application of a source handed a message to its engine, which took it. */
    default void onOffered(long atNs, int node, byte[] message) {}

    /** The application of a receiver got a message. */
    default void onDelivered(long atNs, int node, byte[] message) {}

    /** The application of a receiver is through with everything up to this sequence: it took it, or said so where it has to. */
    default void onConfirmed(long atNs, int node, long sequence) {}

    /** The application of a source ended the session after its last message. */
    default void onClosed(long atNs, int node) {}

    /**
     * Something happened to a host.
     *
     * @param run 1 for the first start of a node, increasing by 1 with each restart
     */
    default void onHost(long atNs, int node, int run, HostChange change) {}

    /** The run is over. */
    default void onEnd(long atNs) {}

    /** What can happen to a host. */
    enum HostChange {
        STARTED,
        CRASHED,
        PAUSED,
        RESUMED
    }
}
