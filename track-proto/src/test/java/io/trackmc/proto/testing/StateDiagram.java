package io.trackmc.proto.testing;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Draws a {@link StateTable} that was printed: an arrow for each pair of states that some event leads from and to. */
public final class StateDiagram {

    private static final int MOST_LABELS = 3;
    private static final Pattern CELL = Pattern.compile(" {4}(\\S.*) -> (.*)");
    private static final Pattern STATE = Pattern.compile("[A-Z]+");

    private record Arrow(String from, String to) {}

    private StateDiagram() {}

    /** The table as a state diagram of Mermaid, one line for each arrow, in the order of the table. */
    public static String of(String table) {
        Map<Arrow, Set<String>> arrows = new LinkedHashMap<>();
        String from = "";
        for (String line : table.lines().toList()) {
            Matcher cell = CELL.matcher(line);
            if (cell.matches()) {
                Arrow arrow = new Arrow(from, state(cell.group(2)));
                arrows.computeIfAbsent(arrow, ignored -> new LinkedHashSet<>()).add(cell.group(1));
            } else if (!line.isBlank() && line.charAt(0) != ' ') {
                from = state(line);
            }
        }
        return arrows.entrySet().stream().filter(arrow -> !arrow.getKey().from.equals(arrow.getKey().to))
                .map(arrow -> "    " + arrow.getKey().from + " --> " + arrow.getKey().to + " : "
                        + labels(List.copyOf(arrow.getValue())))
                .collect(Collectors.joining("\n", "stateDiagram-v2\n", "\n"));
    }

    /** What a parent knows nothing of is printed as dashes. */
    private static String state(String text) {
        Matcher first = STATE.matcher(text);
        return first.find() ? first.group() : "UNKNOWN";
    }

    private static String labels(List<String> events) {
        int shown = Math.min(MOST_LABELS, events.size());
        String text = String.join(" / ", events.subList(0, shown));
        return shown == events.size() ? text : text + " / and " + (events.size() - shown) + " more";
    }
}
