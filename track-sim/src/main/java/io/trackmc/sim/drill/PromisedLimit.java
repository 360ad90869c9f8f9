package io.trackmc.sim.drill;

import java.util.OptionalDouble;

/**
 * One promise of a drill with its limit.
 *
 * @param limit a number, nanoseconds or per cent, as the promise is measured
 */
public record PromisedLimit(Promise promise, double limit) {

    /** The limit as people read it. */
    public String text() {
        return (promise.isAtLeast() ? "at least " : "at most ") + promise.describe(limit);
    }

    boolean allows(double measured) {
        return promise.isAtLeast() ? measured >= limit : measured <= limit;
    }

    /** What came of a number or a time. */
    public PromiseResult judge(long measured) {
        return judge((double) measured);
    }

    /** What came of it. */
    public PromiseResult judge(double measured) {
        return new PromiseResult(this, OptionalDouble.of(measured));
    }

    /** Nothing happened by which it could be measured. */
    public PromiseResult notMeasured() {
        return new PromiseResult(this, OptionalDouble.empty());
    }
}
