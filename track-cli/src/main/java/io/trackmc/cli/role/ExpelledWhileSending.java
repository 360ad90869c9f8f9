package io.trackmc.cli.role;

import io.trackmc.sender.Failures;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Receivers that were expelled since all were there: nobody waits for them any more. Who was expelled before the end of the file was told cannot
 * have confirmed it. Who was expelled later may have; then somebody else has not, and that one must not have failed.
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

    /** Everything was sent, and nobody has been told yet that this is the end. */
    void beforeTheEnd(Failures now) {
        beforeTheEnd = names(now).size();
    }

    /** Their names. */
    List<String> names(Failures now) {
        return now.expelled().stream().filter(name -> !before.contains(name)).toList();
    }

    /** How many need not have confirmed. */
    int excused(Failures now) {
        return now.count() == 0 ? names(now).size() : beforeTheEnd;
    }
}
