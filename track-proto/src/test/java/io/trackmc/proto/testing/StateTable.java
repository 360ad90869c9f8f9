package io.trackmc.proto.testing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The whole table of a state machine: from every state, every event, what comes of it. Each cell drives the real code anew into the
 * state, applies the event, and prints the next state and all that could be seen.
 *
 * @param <S> what is driven
 */
public final class StateTable<S> {

    private static final String INDENT = "        ";

    private final Function<S, List<String>> report;
    private final Map<String, Supplier<S>> states = new LinkedHashMap<>();
    private final Map<String, Consumer<S>> events = new LinkedHashMap<>();

    /** @param report what a subject shows since it was made or asked before: first its state, then effects in order */
    public StateTable(Function<S, List<String>> report) {
        this.report = report;
    }

    /** Adds a state with the way into it. */
    public StateTable<S> state(String name, Supplier<S> way) {
        states.put(name, way);
        return this;
    }

    /** Adds an event. */
    public StateTable<S> event(String name, Consumer<S> act) {
        events.put(name, act);
        return this;
    }

    /** Prints the table, one paragraph for each state. */
    public String print() {
        StringBuilder text = new StringBuilder();
        for (Map.Entry<String, Supplier<S>> state : states.entrySet()) {
            text.append(state.getKey()).append('\n');
            for (Map.Entry<String, Consumer<S>> event : events.entrySet()) {
                appendCell(text, state.getValue().get(), event);
            }
            text.append('\n');
        }
        return text.toString();
    }

    private void appendCell(StringBuilder text, S subject, Map.Entry<String, Consumer<S>> event) {
        List<String> _ = report.apply(subject); // what the way into the state did belongs to no cell
        event.getValue().accept(subject);
        List<String> seen = new ArrayList<>(report.apply(subject));
        text.append("    ").append(event.getKey()).append(" -> ").append(seen.removeFirst()).append('\n');
        for (String effect : seen) {
            text.append(INDENT).append(effect).append('\n');
        }
    }
}
