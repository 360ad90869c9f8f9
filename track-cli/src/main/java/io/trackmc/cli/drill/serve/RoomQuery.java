package io.trackmc.cli.drill.serve;

import io.trackmc.net.drill.BadOrderException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Parameters of what somebody wants of a {@link DrillRoom}: exactly the ones that belong to it, each once. */
final class RoomQuery {

    private static final long MOST_SEED = 999_999_999;

    private final Map<String, List<String>> parameters;

    /** @throws BadOrderException when there are others */
    RoomQuery(Map<String, List<String>> parameters, Set<String> names) {
        if (!parameters.keySet().equals(names)) {
            throw new BadOrderException("found other parameters, allowed: "
                    + (names.isEmpty() ? "none" : "exactly " + String.join(" and ", names.stream().sorted().toList())));
        }
        this.parameters = parameters;
    }

    /** The only value of one. */
    String only(String name) {
        List<String> values = parameters.getOrDefault(name, List.of());
        if (values.size() != 1) {
            throw new BadOrderException(name + ": found " + values.size() + " values, allowed: one");
        }
        return values.getFirst();
    }

    /** The only value of one, a number from 0 on. */
    long seed(String name) {
        String text = only(name);
        try {
            long number = Long.parseLong(text);
            if (number >= 0 && number <= MOST_SEED) {
                return number;
            }
        } catch (NumberFormatException _) {
            // told below
        }
        throw new BadOrderException(
                name + ": found " + BadOrderException.printable(text) + ", allowed: 0 to " + MOST_SEED);
    }
}
