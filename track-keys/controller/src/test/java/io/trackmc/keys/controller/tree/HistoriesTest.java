package io.trackmc.keys.controller.tree;

import org.junit.jupiter.api.Test;

/** Random histories; a failure names its seed. More of them, and others, by {@code -Dhistories=2000 -Dhistories.first=1000}. */
class HistoriesTest {

    private static final int HISTORIES = Integer.getInteger("histories", 300);
    private static final long FIRST = Long.getLong("histories.first", 1);

    @Test
    void coalitionsOfThoseWhoLeftNeverHoldACurrentKeyAndAllOthersDo() {
        for (long seed = FIRST; seed < FIRST + HISTORIES; seed++) {
            run(seed);
        }
    }

    private static void run(long seed) {
        try {
            History history = new History(seed);
            history.run();
            history.checkThatAMemberFindsTheEpoch();
            history.checkThatJoinersFindNothingOlder();
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("history of seed " + seed + ": " + e.getMessage(), e);
        }
    }
}
