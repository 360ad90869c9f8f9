package io.trackmc.cli.role;

import io.trackmc.sender.Failures;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Receivers that were expelled since all were there: nobody waits for them any more. Whether one of them was there, or has confirmed before, is not known;
 * so nobody is excused for them when somebody else is known to have failed.
 */
final class ExpelledWhileSending {

    /** Before all were there. */
    static final ExpelledWhileSending NOBODY = new ExpelledWhileSending(List.of());

    private final Set<String> before;

    private ExpelledWhileSending(List<String> before) {
        this.before = new HashSet<>(before);
    }

    /** All are there now; who was expelled already is none of them. */
    static ExpelledWhileSending since(Failures now) {
        return new ExpelledWhileSending(now.expelled());
    }

    /** Their names. */
    List<String> names(Failures now) {
        return now.expelled().stream().filter(name -> !before.contains(name)).toList();
    }

    /** How many need not have confirmed. */
    int excused(Failures now) {
        return now.count() == 0 ? names(now).size() : 0;
    }
}
