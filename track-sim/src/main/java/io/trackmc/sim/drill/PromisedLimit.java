package io.trackmc.sim.drill;

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

    /** What came of a number or a time. */
    public PromiseResult judge(long measured) {
        return judge((double) measured);
    }

    /** What came of it. */
    public PromiseResult judge(double measured) {
        boolean held = promise.isAtLeast() ? measured >= limit : measured <= limit;
        return new PromiseResult(promise.text(), text(), promise.describe(measured), held);
    }

    /** A run in which nothing happened that could be measured has shown nothing. */
    public PromiseResult notMeasured() {
        return new PromiseResult(promise.text(), text(), "nothing to measure", false);
    }
}
