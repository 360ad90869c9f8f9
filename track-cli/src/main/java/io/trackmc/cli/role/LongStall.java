package io.trackmc.cli.role;

import io.trackmc.cli.unit.TimeSpan;
import io.trackmc.sender.SenderStatus;
import io.trackmc.sender.Stall;
import java.util.Locale;

/** What keeps a sender from going on, for people. */
public final class LongStall {

    private static final double NS_PER_SECOND = 1e9;

    /** What is shorter is the group at work. */
    private static final long LONG_NS = 1_000_000_000L;

    private LongStall() {}

    /** Words to be put behind others, if it has lasted; empty otherwise. */
    public static String text(SenderStatus status) {
        Stall stall = status.stall();
        if (stall == null || stall.forNs() < LONG_NS) {
            return "";
        }
        String who = stall.node().isEmpty() || stall.node().equals(stall.child()) ? stall.child() + stall.node()
                : stall.node() + " under " + stall.child();
        return "; stalled for " + TimeSpan.text(stall.forNs() / NS_PER_SECOND) + ": "
                + stall.cause().name().toLowerCase(Locale.ROOT) + (who.isEmpty() ? "" : " (" + who + ")");
    }
}
