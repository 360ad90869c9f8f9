package io.trackmc.cli.role;

import io.trackmc.cli.task.StandStill;
import java.time.Duration;

/**
 * Notices that a tree has been without any receiver for so long that nobody who is still missing will come back. Whoever has confirmed may leave: while a sender waits
 * only for a repair head that died behind its last receiver, nobody is missing. One thread.
 */
final class Absence {

    private final StandStill standStill;

    /** @param limit how long is too long; zero: nothing ever is */
    Absence(Duration limit, long nowNs) {
        this.standStill = new StandStill(limit, nowNs);
    }

    /**
     * Whether those who are missing have been away for too long.
     *
     * @param receivers that are in the tree
     * @param confirmed that have confirmed everything, and may have left
     * @param toConfirm that have to; where all of them were expelled, nobody will come
     */
    boolean isOver(long nowNs, int receivers, int confirmed, int toConfirm) {
        if (receivers > 0 || (toConfirm > 0 && confirmed >= toConfirm)) {
            standStill.reset(nowNs);
        }
        return standStill.isOver(nowNs, confirmed);
    }
}
