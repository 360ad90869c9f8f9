package io.trackmc.perf.worker;

import java.util.Map;
import java.util.function.BooleanSupplier;

/** The receiving end of a peer. */
interface Sink extends AutoCloseable {

    /** Hands over messages as they come, one at a time, until {@code stop} is true, which is looked at often. */
    void run(Meter meter, BooleanSupplier stop) throws Exception;

    /** Datagrams that were dropped, by reason; empty for a peer that does not tell. */
    default Map<String, Long> drops() {
        return Map.of();
    }

    /** Makes {@link #run} look at its condition. Any thread. */
    default void wake() {}

    @Override
    void close();
}
