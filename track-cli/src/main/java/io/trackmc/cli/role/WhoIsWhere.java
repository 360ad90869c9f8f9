package io.trackmc.cli.role;

import io.trackmc.net.node.ChildStatus;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Says of a sender's children who is there and who has not confirmed. Receivers under a repair head are a number: only that one knows their names. */
final class WhoIsWhere {

    /** More than these nobody reads in a line. */
    static final int MOST_NAMES = 16;

    private WhoIsWhere() {}

    /** {@code "; there: rh-1 with 2, receiver-3"}; empty when nobody is. */
    static String there(List<ChildStatus> children) {
        return names("; there: ", children, _ -> true);
    }

    /**
     * {@code "; not confirmed: rh-1 with 2, receiver-3"}; empty when all have.
     *
     * @param last highest sequence of the session
     */
    static String unconfirmed(List<ChildStatus> children, long last) {
        return names("; not confirmed: ", children, child -> child.receivers() > 0 && child.confirmed() < last);
    }

    private static String names(String before, List<ChildStatus> children, Predicate<ChildStatus> which) {
        List<ChildStatus> some = children.stream().filter(which).toList();
        if (some.isEmpty()) {
            return "";
        }
        String names = some.stream().limit(MOST_NAMES).map(WhoIsWhere::name).collect(Collectors.joining(", "));
        String more = some.size() > MOST_NAMES ? " and " + (some.size() - MOST_NAMES) + " more" : "";
        String hint = some.stream().anyMatch(ChildStatus::repairHead)
                ? " (who is under a repair head says track children there)" : "";
        return before + names + more + hint;
    }

    private static String name(ChildStatus child) {
        return child.repairHead() ? child.name() + " with " + child.receivers() : child.name();
    }
}
