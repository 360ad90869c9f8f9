package io.trackmc.cli.role;

import io.trackmc.sender.Failures;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Receivers that were expelled since all were there: nobody waits for them any more.
 *
 * <p>The tree tells how many have confirmed and not who, and whom it names as failed may have gone to another parent and confirmed there. So somebody is
 * excused for each that was expelled before anybody could have confirmed everything, but for as many as the group has had more receivers than were there:
 * the others are among the expected, and not among those who have confirmed. Where the size of the group is not known, nobody is excused when anybody is
 * known to have failed.
 */
final class ExpelledWhileSending {

    /** Before all were there. */
    static final ExpelledWhileSending NOBODY = new ExpelledWhileSending(List.of());

    private final Set<String> before;
    private int beforeTheEnd;

    private ExpelledWhileSending(List<String> before) {
        this.before = new HashSet<>(before);
    }

    /** All are there now; who was expelled already is none of them. */
    static ExpelledWhileSending since(Failures now) {
        return new ExpelledWhileSending(now.expelled());
    }

    /** The source is at its end, and nobody has been told so: nobody has confirmed everything. */
    void end(Failures now) {
        beforeTheEnd = names(now).size();
    }

    /** Their names. */
    List<String> names(Failures now) {
        return now.expelled().stream().filter(name -> !before.contains(name)).toList();
    }

    /**
     * How many need not have confirmed.
     *
     * @param expected receivers that were there at the start
     * @param missing those of them that have not confirmed
     * @param members receivers that the group has now; asked for only when it makes a difference
     */
    int excused(Failures now, int expected, int missing, Supplier<OptionalInt> members) {
        int shutOut = names(now).size();
        if (now.count() == 0 || missing <= 0) {
            return shutOut;
        }
        if (missing > beforeTheEnd) {
            return 0;
        }
        OptionalInt left = members.get();
        if (left.isEmpty()) {
            return 0;
        }
        int absent = Math.max(0, left.getAsInt() + shutOut - expected);
        return missing <= beforeTheEnd - absent ? missing : 0;
    }
}
