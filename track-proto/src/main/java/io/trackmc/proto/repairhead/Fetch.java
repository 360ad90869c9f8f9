package io.trackmc.proto.repairhead;

import io.trackmc.proto.feedback.RepairQueue;
import io.trackmc.proto.tree.Child;
import io.trackmc.proto.tree.Region;
import io.trackmc.proto.tree.Upstream;
import io.trackmc.proto.window.SequenceTracker;

/**
 * What a repair head does when a child asks by Nack for what is not in its store: if it misses that itself it asks its own parent once, for all of them, and tells its region by
 * NackSuppress to be quiet meanwhile (docs/protocol.md §8). What is not missing has been released, or has not been sent: the child hears that from the next Heartbeat.
 *
 * <p>Who waits is kept in {@link Wanted}. Of an engine's one thread; nothing is allocated for what is asked for.
 */
final class Fetch {

    private final SequenceTracker tracker;
    private final Wanted wanted;
    private final Refetch refetch;
    private final Upstream upstream;
    private final Region region;

    Fetch(SequenceTracker tracker, Wanted wanted, Refetch refetch, Upstream upstream, Region region) {
        this.tracker = tracker;
        this.wanted = wanted;
        this.refetch = refetch;
        this.upstream = upstream;
        this.region = region;
    }

    /** A child asked for {@code first..last}, none of which is in the store: within one window of the store. */
    void onMissing(long nowNs, Child child, long first, long last) {
        // Siblings are told to be quiet, so they cannot say that they lack it as well.
        int scope = region.children().boundCount() > 1 ? RepairQueue.REGION : child.index();
        long newlyFrom = 0;
        for (long s = tracker.nextMissing(first); s != 0 && s <= last; s = tracker.nextMissing(s + 1)) {
            boolean isNew = wanted.add(s, scope);
            newlyFrom = isNew && newlyFrom == 0 ? s : newlyFrom;
        }
        refetch.askAgain(child, first, last);
        if (newlyFrom != 0) {
            region.suppress(newlyFrom, Math.min(last, tracker.highest()));
            upstream.nacks().hasten(nowNs, newlyFrom, last);
        }
    }
}
