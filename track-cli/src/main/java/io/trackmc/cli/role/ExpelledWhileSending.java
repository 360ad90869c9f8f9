package io.trackmc.cli.role;

import io.trackmc.sender.Failures;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Receivers that were expelled since all were there: nobody waits for them any more.
 *
 * <p>The tree tells how many have confirmed and not who, and whom it names as failed may have gone to another parent and confirmed there. So somebody is
 * excused for each that was expelled before anybody could have confirmed everything, as long as every receiver of the group was there: then they are among
 * the expected, and are not among those who have confirmed. Where that is not sure, nobody is excused when anybody is known to have failed.
 */
final class ExpelledWhileSending {

    /** Before all were there. */
    static final ExpelledWhileSending NOBODY = new ExpelledWhileSending(List.of(), false);

    private final Set<String> before;
    private final boolean wholeGroup;
    private int beforeTheEnd;

    private ExpelledWhileSending(List<String> before, boolean wholeGroup) {
        this.before = new HashSet<>(before);
        this.wholeGroup = wholeGroup;
    }

    /**
     * All are there now; who was expelled already is none of them.
     *
     * @param wholeGroup whether all receivers of the group are there
     */
    static ExpelledWhileSending since(Failures now, boolean wholeGroup) {
        return new ExpelledWhileSending(now.expelled(), wholeGroup);
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
     * @param missing receivers that were expected and have not confirmed
     */
    int excused(Failures now, int missing) {
        if (wholeGroup && missing <= beforeTheEnd) {
            return missing;
        }
        return now.count() == 0 ? names(now).size() : 0;
    }
}
