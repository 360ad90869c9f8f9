package io.trackmc.perf.worker;

import java.util.Map;

/** The sending end of a peer. One thread uses it. */
interface Source extends AutoCloseable {

    /** Waits until so many sinks are there. */
    void await(int sinks) throws Exception;

    /** Sends one message; waits, in the way that the peer recommends, while it takes nothing. */
    void send(byte[] message) throws Exception;

    /** What was given is on its way after this, at the latest. */
    default void flush() throws Exception {}

    /** Datagrams that were dropped, by reason; empty for a peer that does not tell. */
    default Map<String, Long> drops() {
        return Map.of();
    }

    @Override
    void close();
}
