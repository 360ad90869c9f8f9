package io.trackmc.perf.worker;

/**
 * When a trial runs, as {@link System#nanoTime}.
 *
 * @param startNs the source sends from then on
 * @param beginNs what happens from then on is measured
 * @param endNs up to then
 */
record Window(long startNs, long beginNs, long endNs) {

    static Window of(long startNs, long warmUpNs, long measuredNs) {
        return new Window(startNs, startNs + warmUpNs, startNs + warmUpNs + measuredNs);
    }

    boolean holds(long nowNs) {
        return nowNs - beginNs >= 0 && nowNs - endNs < 0;
    }

    boolean isOver(long nowNs) {
        return nowNs - endNs >= 0;
    }
}
