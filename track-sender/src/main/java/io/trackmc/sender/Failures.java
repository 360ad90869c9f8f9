package io.trackmc.sender;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Receivers that will not confirm. Those that failed: how many, and those that are known by name, because a report up the tree has room for
 * {@value io.trackmc.proto.tree.FailureList#CAPACITY} names only, and counts all. And those whom an authority has expelled, who have not failed.
 *
 * @param count receivers given up, of those expected that have not confirmed
 * @param known those that could be named; a receiver that is on its way to another parent may be among them and not in the count
 * @param expelled names of those that were expelled in this run, whether they were there or not; one of them may have confirmed before
 */
public record Failures(int count, List<FailedReceiver> known, List<String> expelled) {

    /** Keeps copies of the lists. */
    public Failures {
        known = List.copyOf(known);
        expelled = List.copyOf(expelled);
    }

    /** Whether there are more than are named. */
    public boolean isCut() {
        return count > known.size();
    }

    /** Names of those that are known. */
    public List<String> names() {
        return known.stream().map(FailedReceiver::name).toList();
    }

    /** For people: names and reasons of the failed, how many of them or how many more there are; empty when there are none. */
    @Override
    public String toString() {
        String named = known.stream().map(FailedReceiver::toString).collect(Collectors.joining(", "));
        if (!isCut()) {
            return count > 0 && count < known.size() ? count + " of " + named : named;
        }
        return known.isEmpty() ? count + " of unknown name" : named + " and " + (count - known.size()) + " more";
    }
}
