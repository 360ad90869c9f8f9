package io.trackmc.proto.tree;

import io.trackmc.proto.engine.TreeTiming;
import io.trackmc.proto.protect.HopKeys;
import io.trackmc.proto.protect.RegionGrants;

/**
 * How a child waits for the keys of the region of a parent of another tenant, one for each transport epoch. It asks by the request that it repeats anyway: at
 * first soon, because the parent may only just have the epoch itself, and then ever less often, down to the usual pace. Until it has the key of an epoch it
 * does not count that as installed.
 */
final class RegionKeyWait {

    private final HopKeys keys;
    private final RegionGrants grants;
    private final TreeTiming timing;
    private long waitNs;
    /** The newest epoch that was installed when waits began anew. */
    private long begunFor;

    /** Nothing is lacking yet. */
    RegionKeyWait(HopKeys keys, TreeTiming timing) {
        this.keys = keys;
        this.grants = keys.regionGrants();
        this.timing = timing;
        this.waitNs = timing.bindRefreshNs();
    }

    /** With a new parent something may be lacking that was not before; returns whether it is. */
    boolean begin(int parent) {
        begunFor = keys.transportEpoch();
        waitNs = timing.bindMinimumNs();
        return isLacking(parent);
    }

    /** Keys are installed; returns whether they are of a new transport epoch, in which something is lacking. Waits go on as they were if not. */
    boolean onInstalled(int parent) {
        return keys.transportEpoch() != begunFor && begin(parent);
    }

    /** Time until the parent is asked again, if it is asked now. */
    long nextNs(int parent) {
        if (!isLacking(parent)) {
            return timing.bindRefreshNs();
        }
        long nextNs = Math.min(waitNs, timing.bindRefreshNs());
        waitNs = 2 * nextNs;
        return nextNs;
    }

    /** Newest transport epoch in which the parent's region can be heard, as far as that parent has given what it takes. */
    long usableEpoch(int parent) {
        return Math.min(keys.transportEpoch(), grants.newestHeld(parent));
    }

    private boolean isLacking(int parent) {
        return usableEpoch(parent) < keys.transportEpoch();
    }
}
