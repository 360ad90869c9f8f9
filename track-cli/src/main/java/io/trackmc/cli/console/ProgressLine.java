package io.trackmc.cli.console;

import java.io.PrintStream;

/**
 * Progress of long work: one line redrawn in place on a terminal, and a line now and then elsewhere, so that a log does not fill
 * up. One thread.
 */
public final class ProgressLine {

    /** Shortest time between two states shown on a terminal. */
    public static final long LIVE_INTERVAL_NS = 100_000_000L;
    /** Shortest time between two lines elsewhere. */
    public static final long SPARSE_INTERVAL_NS = 10_000_000_000L;

    private static final String ERASE_LINE = "\r\u001b[K";

    private final PrintStream out;
    private final Terminal terminal;
    private final long intervalNs;
    private long nextNs;
    private boolean drawn;

    /**
     * @param nowNs when the work began; elsewhere than on a terminal nothing is said before the first interval is over
     */
    public ProgressLine(PrintStream out, Terminal terminal, long nowNs) {
        this.out = out;
        this.terminal = terminal;
        this.intervalNs = terminal.live() ? LIVE_INTERVAL_NS : SPARSE_INTERVAL_NS;
        this.nextNs = terminal.live() ? nowNs : nowNs + intervalNs;
    }

    /** Whether {@link #show} would show something now; saves composing a text for nothing. */
    public boolean isDue(long nowNs) {
        return nextNs - nowNs <= 0;
    }

    /** Shows a text, unless the last one was shown a moment ago. */
    public void show(long nowNs, String text) {
        if (!isDue(nowNs)) {
            return;
        }
        nextNs = nowNs + intervalNs;
        if (terminal.live()) {
            out.print(ERASE_LINE + text.substring(0, Math.min(text.length(), terminal.columns() - 1)));
            out.flush();
            drawn = true;
        } else {
            out.println(text);
        }
    }

    /** Takes the line away, so that something else can be said. */
    public void clear() {
        if (drawn) {
            out.print(ERASE_LINE);
            out.flush();
            drawn = false;
        }
    }
}
