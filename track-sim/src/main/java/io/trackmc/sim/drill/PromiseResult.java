package io.trackmc.sim.drill;

import java.util.OptionalDouble;

/**
 * What came of one promise.
 *
 * @param promised the promise with its limit
 * @param measured a number, nanoseconds or per cent; empty when the run had nothing to measure it by
 */
public record PromiseResult(PromisedLimit promised, OptionalDouble measured) {

    /** Whether the limit was kept; a run that had nothing to measure has not shown it. */
    public boolean held() {
        return measured.isPresent() && promised.allows(measured.getAsDouble());
    }

    /** Its name in drill files and reports. */
    public String name() {
        return promised.promise().text();
    }

    /** What was measured, as people read it. */
    public String text() {
        return measured.isPresent() ? promised.promise().describe(measured.getAsDouble()) : "nothing to measure";
    }
}
