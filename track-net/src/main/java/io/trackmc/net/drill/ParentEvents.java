package io.trackmc.net.drill;

import io.trackmc.keys.transport.file.JsonText;
import io.trackmc.net.tree.ParentEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.IntFunction;

/** What has happened between a node and its parents, the newest few. Any thread; rare enough for a lock. */
public final class ParentEvents {

    /** How many are kept. */
    public static final int KEPT = 256;

    private final IntFunction<String> names;
    private final Deque<Happened> kept = new ArrayDeque<>();

    /** By {@link System#nanoTime}. */
    private record Happened(long nanoTime, ParentEvent event) {}

    /**
     * Nothing yet.
     *
     * @param names of nodes by their ids; any thread
     */
    public ParentEvents(IntFunction<String> names) {
        this.names = names;
    }

    /** Takes one down; {@code nowNs} by {@link System#nanoTime}. */
    public synchronized void add(long nowNs, ParentEvent event) {
        if (kept.size() == KEPT) {
            kept.removeFirst();
        }
        kept.addLast(new Happened(nowNs, event));
    }

    private synchronized List<Happened> all() {
        return new ArrayList<>(kept);
    }

    /** All of them, oldest first, as the list {@code events}. */
    void write(JsonText out) {
        out.objects("events", all(), (text, one) -> {
            one.event.write(text, one.nanoTime, names.apply(one.event.parent()));
            if (!one.event.reason().isEmpty()) {
                text.field("reason", one.event.reason());
            }
        });
    }
}
