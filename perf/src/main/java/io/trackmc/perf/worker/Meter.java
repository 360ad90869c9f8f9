package io.trackmc.perf.worker;

import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;

/** Counts what a sink gets within the window, how long it was on its way, and what is missing or out of order at any time. One thread at a time. */
final class Meter {

    private static final long LONGEST_NS = 60_000_000_000L;
    private static final int DIGITS = 3;

    private final Window window;
    private final Histogram latency = new Histogram(LONGEST_NS, DIGITS);
    private long messages;
    private long missing;
    private final AtomicLong expected = new AtomicLong();

    Meter(Window window) {
        this.window = window;
    }

    /** A message that came now. */
    void take(byte[] bytes, int offset) {
        long number = Stamp.number(bytes, offset);
        long next = expected.getPlain();
        if (number != next) {
            missing += Math.abs(number - next);
        }
        expected.lazySet(number + 1);
        long nowNs = System.nanoTime();
        if (window.holds(nowNs)) {
            messages++;
            latency.recordValue(Math.clamp(nowNs - Stamp.sentNs(bytes, offset), 0, LONGEST_NS));
        }
    }

    /** The number after that of the last message. Any thread. */
    long next() {
        return expected.get();
    }

    /** Messages within the window. */
    long messages() {
        return messages;
    }

    /** Numbers that were leapt over, or came again. */
    long missing() {
        return missing;
    }

    /** Time from a message's stamp to its arrival that this part of the messages did not exceed. */
    long latencyNs(double percentile) {
        return latency.getTotalCount() == 0 ? 0 : latency.getValueAtPercentile(percentile);
    }
}
