package io.trackmc.sim.node;

import io.trackmc.proto.engine.Engine;
import io.trackmc.proto.engine.Transmit;
import org.jspecify.annotations.Nullable;

/**
 * Checks the rule that input which is not authentic changes nothing but a counter: exactly one drop is counted, no datagram
 * and no event comes out, no deadline moves.
 */
final class UntouchedCheck {

    private final Transmit probe;

    UntouchedCheck(int datagramBytes) {
        this.probe = new Transmit(datagramBytes);
    }

    /**
     * Runs {@code input} on an engine that has nothing to send or report.
     *
     * @return what the input changed, or null when it changed nothing
     */
    @Nullable
    String changeBy(Engine engine, long nowNs, Runnable input) {
        long deadlineNs = engine.nextDeadlineNs();
        long dropsBefore = engine.counters().drops();
        input.run();
        long dropped = engine.counters().drops() - dropsBefore;
        if (dropped != 1) {
            return "counted " + dropped + " drops for a datagram that nobody sent";
        }
        if (engine.nextDeadlineNs() != deadlineNs) {
            return "moved its deadline because of a datagram that nobody sent";
        }
        if (engine.pollTransmit(nowNs, probe)) {
            return "sent a datagram because of one that nobody sent";
        }
        return engine.drainEvents(event -> {}, 1) == 0 ? null
                : "reported an event because of a datagram that nobody sent";
    }
}
