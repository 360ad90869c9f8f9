package io.trackmc.net.tree;

import io.trackmc.net.tree.TreeEvent.Kind;
import io.trackmc.proto.engine.EngineEvent;
import io.trackmc.proto.engine.EngineEvent.ChildBound;
import io.trackmc.proto.engine.EngineEvent.ChildGone;
import io.trackmc.proto.engine.EngineEvent.Drained;
import io.trackmc.proto.engine.EngineEvent.EpochActivated;
import io.trackmc.proto.engine.EngineEvent.EpochInstalled;
import io.trackmc.proto.engine.EngineEvent.Expelled;
import io.trackmc.proto.engine.EngineEvent.Finished;
import io.trackmc.proto.engine.EngineEvent.LeftBehind;
import io.trackmc.proto.engine.EngineEvent.SessionClosed;
import io.trackmc.proto.engine.EngineEvent.SessionOpened;
import io.trackmc.proto.engine.EngineEvent.Unrecoverable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.IntFunction;

/**
 * The last events of a node, and since when its children are there. What happens to many at once, as when a crowd of orphans comes, is one event with a
 * count. Written by the driver's thread, read by any.
 */
public final class EventLog {

    /** Events that are kept. */
    public static final int MOST = 200;

    /** Further apart than this, two events are told one by one. */
    static final long TOGETHER_MS = 5_000;

    private static final int NAMES = 6;
    private static final int LOOK_BACK = 4;
    private static final int NOBODY = 0;

    private final Deque<Entry> entries = new ArrayDeque<>();
    private final Map<Integer, Long> childrenSince = new HashMap<>();
    private int lostParent = NOBODY;

    /** What happened to whom; several if they are of a kind. */
    private static final class Entry {

        private final Kind kind;
        private final String detail;
        private final int other;
        private final long at;
        private final List<Integer> about = new ArrayList<>();
        private long until;
        private long count;

        Entry(Kind kind, int other, String detail, long at) {
            this.kind = kind;
            this.other = other;
            this.detail = detail;
            this.at = at;
        }

        void add(int node, long nowMs) {
            until = nowMs;
            count++;
            if (about.size() < NAMES && node != NOBODY) {
                about.add(node);
            }
        }

        boolean takes(Kind another, String why, long nowMs) {
            boolean isOfMany = kind == Kind.CHILD_CAME || kind == Kind.CHILD_GONE || kind == Kind.EXPELLED;
            return isOfMany && kind == another && detail.equals(why) && nowMs - until <= TOGETHER_MS;
        }

        TreeEvent event(IntFunction<String> names) {
            StringJoiner all = new StringJoiner(", ");
            about.forEach(node -> all.add(names.apply(node)));
            return new TreeEvent(kind, at, until, count, all.toString(),
                    other == NOBODY ? detail : names.apply(other));
        }
    }

    /** Takes an event down, on the driver's thread; {@code nowMs} since 1970. */
    public synchronized void add(long nowMs, EngineEvent event) {
        ParentEvent ofParent = ParentEvent.of(event);
        if (ofParent != null) {
            add(nowMs, ofParent);
            return;
        }
        switch (event) {
            case ChildBound e -> {
                childrenSince.put(e.child(), nowMs);
                add(nowMs, Kind.CHILD_CAME, e.child(), "");
            }
            case ChildGone e -> {
                childrenSince.remove(e.child());
                add(nowMs, Kind.CHILD_GONE, e.child(), word(e.why()));
            }
            case SessionOpened e -> add(nowMs, Kind.SESSION_OPENED, e.source(), "");
            case SessionClosed e -> add(nowMs, Kind.SESSION_CLOSED, NOBODY, e.aborted() ? "aborted"
                    : "last packet " + e.lastSequence());
            case Unrecoverable e -> add(nowMs, Kind.DATA_LOST, NOBODY, "packets " + e.first() + " to " + e.last());
            case EpochInstalled e -> add(nowMs, Kind.KEYS_INSTALLED, NOBODY, word(e.layer()) + " epoch " + e.epoch());
            case EpochActivated e -> add(nowMs, Kind.KEYS_IN_USE, NOBODY, word(e.layer()) + " epoch " + e.epoch());
            case LeftBehind e -> add(nowMs, Kind.LEFT_BEHIND, NOBODY, word(e.layer()));
            case Expelled e -> add(nowMs, Kind.EXPELLED, e.nodeId(), "");
            case Finished _ -> add(nowMs, Kind.FINISHED, NOBODY, "");
            case Drained _ -> add(nowMs, Kind.FINISHED, NOBODY, "drained");
            default -> {}
        }
    }

    private void add(long nowMs, ParentEvent event) {
        switch (event.kind()) {
            case BOUND -> found(nowMs, event.parent());
            case LOST -> {
                lostParent = event.parent();
                add(nowMs, Kind.PARENT_LOST, event.parent(), event.reason());
            }
            case SERVED, CAUGHT_UP -> {
                // Drills measure these; whoever looks at the tree sees what was found and lost.
            }
        }
    }

    private void found(long nowMs, int parent) {
        boolean isOther = lostParent != NOBODY && lostParent != parent;
        Entry entry = new Entry(isOther ? Kind.FAILED_OVER : Kind.PARENT_FOUND, isOther ? lostParent : NOBODY, "",
                nowMs);
        append(entry, parent, nowMs);
    }

    private void add(long nowMs, Kind kind, int about, String detail) {
        Iterator<Entry> last = entries.descendingIterator();
        for (int i = 0; i < LOOK_BACK && last.hasNext(); i++) {
            Entry entry = last.next();
            if (entry.takes(kind, detail, nowMs)) {
                entry.add(about, nowMs);
                return;
            }
        }
        append(new Entry(kind, NOBODY, detail, nowMs), about, nowMs);
    }

    private void append(Entry entry, int about, long nowMs) {
        entry.add(about, nowMs);
        entries.addLast(entry);
        if (entries.size() > MOST) {
            entries.removeFirst();
        }
    }

    /** All of them, oldest first. */
    public synchronized List<TreeEvent> events(IntFunction<String> names) {
        return entries.stream().map(entry -> entry.event(names)).toList();
    }

    /** When a child came, milliseconds since 1970; 0 for not known. */
    public synchronized long childSince(int child) {
        return childrenSince.getOrDefault(child, 0L);
    }

    /** Node id of the parent that was lost last; 0 for none. */
    public synchronized int lostParent() {
        return lostParent;
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
