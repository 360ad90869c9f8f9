package io.trackmc.proto.engine;

import io.trackmc.proto.event.Counters;
import io.trackmc.proto.event.DropReason;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** Events of one engine that wait for the driver; when {@link #CAPACITY} wait, further ones are dropped and counted. Costs nothing while none wait. */
public final class EventQueue {

    /** Most events that wait at once. Drivers drain after each turn, so only a hung driver gets here. */
    public static final int CAPACITY = 4096;

    private static final int FIRST_PLACES = 4;

    private final Counters counters;
    private @Nullable ArrayDeque<EngineEvent> events;

    public EventQueue(Counters counters) {
        this.counters = counters;
    }

    /** Appends an event. */
    public void add(EngineEvent event) {
        ArrayDeque<EngineEvent> waiting = events;
        if (waiting == null) {
            waiting = new ArrayDeque<>(FIRST_PLACES);
            events = waiting;
        }
        if (waiting.size() >= CAPACITY) {
            counters.drop(DropReason.NO_ROOM);
            return;
        }
        waiting.add(event);
    }

    /** Hands at most {@code limit} events over, oldest first; returns how many. */
    public int drain(Engine.EventHandler handler, int limit) {
        ArrayDeque<EngineEvent> waiting = events;
        int count = 0;
        while (waiting != null && count < limit && !waiting.isEmpty()) {
            handler.onEvent(waiting.remove());
            count++;
        }
        // A handler that drains too may have emptied it, and new events may wait in another.
        if (waiting != null && waiting.isEmpty() && (events == null || events.isEmpty())) {
            events = null;
        }
        return count;
    }
}
