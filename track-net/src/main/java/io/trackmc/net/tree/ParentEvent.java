package io.trackmc.net.tree;

import io.trackmc.keys.transport.file.JsonText;
import io.trackmc.proto.engine.EngineEvent;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Something between a node and one of its parents. Whoever keeps such events, for drills, for the live tree, in a file or in a flight recording, takes them from here and adds
 * the time by a clock of its own.
 *
 * @param kind what it was
 * @param parent its node id
 * @param reason why a parent was lost, one word; else empty
 */
public record ParentEvent(Kind kind, int parent, String reason) {

    /** Kinds of events, with the words by which files and drills know them. */
    public enum Kind {
        /** A parent has confirmed. */
        BOUND("bound"),
        /** A parent is lost, or left. */
        LOST("lost"),
        /** A new parent has not only confirmed, but sent a repair or data. */
        SERVED("served"),
        /** Nothing is missing any more of what was there when the new parent served first. */
        CAUGHT_UP("caught-up");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        /** Its word. */
        public String text() {
            return text;
        }
    }

    /** What an engine tells; null when that is not about a parent's coming and going. */
    public static @Nullable ParentEvent of(EngineEvent event) {
        return switch (event) {
            case EngineEvent.ParentBound e -> new ParentEvent(Kind.BOUND, e.parent(), "");
            case EngineEvent.ParentLost e -> new ParentEvent(Kind.LOST, e.parent(),
                    e.why().name().toLowerCase(Locale.ROOT));
            default -> null;
        };
    }

    /** A new parent serves. */
    public static ParentEvent served(int parent) {
        return new ParentEvent(Kind.SERVED, parent, "");
    }

    /** What a new parent found missing is there. */
    public static ParentEvent caughtUp(int parent) {
        return new ParentEvent(Kind.CAUGHT_UP, parent, "");
    }

    /**
     * Writes what everybody who reads such events reads: when, what, and which parent.
     *
     * @param nanoTime by {@link System#nanoTime}
     * @param name of the parent
     */
    public void write(JsonText out, long nanoTime, String name) {
        out.field("nanoTime", nanoTime).field("event", kind.text()).field("parent", name);
    }
}
