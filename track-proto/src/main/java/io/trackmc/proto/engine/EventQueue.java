package io.trackmc.proto.engine;

import io.trackmc.proto.event.Counters;
import io.trackmc.proto.event.DropReason;
import java.util.ArrayDeque;

/** Events of one engine that wait for the driver; when {@link #CAPACITY} wait, further ones are dropped and counted. */
public final class EventQueue {

    /** Most events that wait at once. Drivers drain after each turn, so only a hung driver gets here. */
    public static final int CAPACITY = 4096;

    private final ArrayDeque<EngineEvent> events = new ArrayDeque<>();
    private final Counters counters;

    public EventQueue(Counters counters) {
        this.counters = counters;
    }

    /** Appends an event. */
    public void add(EngineEvent event) {
        if (events.size() >= CAPACITY) {
            counters.drop(DropReason.NO_ROOM);
            return;
        }
        events.add(event);
    }

    /** Hands at most {@code limit} events over, oldest first; returns how many. */
    public int drain(Engine.EventHandler handler, int limit) {
        int count = 0;
        while (count < limit) {
            EngineEvent event = events.poll();
            if (event == null) {
                break;
            }
            handler.onEvent(event);
            count++;
        }
        return count;
    }
}
