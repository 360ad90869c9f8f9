package io.trackmc.keys.controller.authority;

import io.trackmc.net.Addresses;
import java.net.InetSocketAddress;
import java.util.function.Consumer;

/**
 * Tells the operator whose connections were refused in the handshake, in a line each, and not more of them than anybody reads: the rest of a minute is only
 * counted, and told with the next one. Times are milliseconds of one clock. Thread-safe.
 */
final class RefusedHandshakes {

    static final int LINES_A_MINUTE = 10;

    static final long MINUTE_MS = 60_000;

    private final Consumer<String> lines;
    private long minuteMs;
    private int told;
    private long untold;

    /** @param lines where they go */
    RefusedHandshakes(Consumer<String> lines, long nowMs) {
        this.lines = lines;
        minuteMs = nowMs;
    }

    synchronized void refused(InetSocketAddress from, String why, long nowMs) {
        if (nowMs - minuteMs >= MINUTE_MS) {
            minuteMs = nowMs;
            told = 0;
        }
        if (told >= LINES_A_MINUTE) {
            untold++;
            return;
        }
        told++;
        String more = untold == 0 ? "" : "; before it " + untold + " more that were not told";
        untold = 0;
        lines.accept("refused the connection of " + Addresses.format(from) + ": " + why + more);
    }
}
