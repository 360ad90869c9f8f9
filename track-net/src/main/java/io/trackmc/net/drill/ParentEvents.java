package io.trackmc.net.drill;

import io.trackmc.keys.transport.file.JsonText;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** What has happened between a node and its parents, the newest few. Any thread; rare enough for a lock. */
public final class ParentEvents {

    /** How many are kept. */
    public static final int KEPT = 256;

    private final Deque<Happened> kept = new ArrayDeque<>();

    /** By {@link System#nanoTime}; the reason of a loss, else empty. */
    private record Happened(long nanoTime, String event, String parent, String reason) {}

    /** A parent has confirmed. */
    public void bound(long nowNs, String parent) {
        add(new Happened(nowNs, "bound", parent, ""));
    }

    /** A parent is lost, or left. */
    public void lost(long nowNs, String parent, String reason) {
        add(new Happened(nowNs, "lost", parent, reason));
    }

    /** A new parent has not only confirmed, but sent a repair or data. */
    public void served(long nowNs, String parent) {
        add(new Happened(nowNs, "served", parent, ""));
    }

    /** Nothing is missing any more of what was there when the new parent served first. */
    public void caughtUp(long nowNs, String parent) {
        add(new Happened(nowNs, "caught-up", parent, ""));
    }

    private synchronized void add(Happened one) {
        if (kept.size() == KEPT) {
            kept.removeFirst();
        }
        kept.addLast(one);
    }

    private synchronized List<Happened> all() {
        return new ArrayList<>(kept);
    }

    /** All of them, oldest first, as the list {@code events}. */
    void write(JsonText out) {
        out.objects("events", all(), (text, one) -> {
            text.field("nanoTime", one.nanoTime).field("event", one.event).field("parent", one.parent);
            if (!one.reason.isEmpty()) {
                text.field("reason", one.reason);
            }
        });
    }
}
