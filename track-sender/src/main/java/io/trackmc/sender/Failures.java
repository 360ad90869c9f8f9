package io.trackmc.sender;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Receivers that failed: how many, and those that are known by name. A report up the tree has room for
 * {@value io.trackmc.proto.tree.FailureList#CAPACITY} names only, and counts all.
 *
 * @param count receivers given up, of those expected that have not confirmed
 * @param known those that could be named; a receiver that is on its way to another parent may be among them and not in the count
 */
public record Failures(int count, List<FailedReceiver> known) {

    /** Keeps a copy of the list. */
    public Failures {
        known = List.copyOf(known);
    }

    /** Whether there are more than are named. */
    public boolean isCut() {
        return count > known.size();
    }

    /** Names of those that are known. */
    public List<String> names() {
        return known.stream().map(FailedReceiver::name).toList();
    }

    /** For people: names and reasons, and how many more there are; empty when there are none. */
    @Override
    public String toString() {
        String named = known.stream().map(FailedReceiver::toString).collect(Collectors.joining(", "));
        if (!isCut()) {
            return named;
        }
        return known.isEmpty() ? count + " of unknown name" : named + " and " + (count - known.size()) + " more";
    }
}
