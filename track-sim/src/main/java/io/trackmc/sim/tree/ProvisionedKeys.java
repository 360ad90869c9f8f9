package io.trackmc.sim.tree;

import io.trackmc.keys.transport.bundle.ParentSecrets;
import io.trackmc.proto.protect.ContentOpener;
import io.trackmc.proto.protect.ContentSealer;
import io.trackmc.proto.protect.HopKeys;
import io.trackmc.proto.protect.Incarnation;

/**
 * Real keys of which nodes were given some beforehand, and a count of how often they asked for others since: the key-source interface
 * of the simulator. Not thread-safe.
 */
public final class ProvisionedKeys implements NodeKeys, KeySource {

    private final TreeKeys keys;
    private final int parentsHeld;
    private long requests;

    /** @param backupsInAdvance whether nodes hold the keys of their backups, or of their primary parent only */
    public ProvisionedKeys(TreeKeys keys, boolean backupsInAdvance) {
        this.keys = keys;
        this.parentsHeld = backupsInAdvance ? Integer.MAX_VALUE : 1;
    }

    /** How often nodes have asked for keys that they were not given beforehand. */
    public long requests() {
        return requests;
    }

    @Override
    public ParentSecrets parentSecrets(int child, int parent) {
        requests++;
        return keys.parentSecrets(child, parent);
    }

    @Override
    public HopKeys hopKeys(int node, Incarnation incarnation) {
        return keys.hopKeys(node, incarnation, parentsHeld, this);
    }

    @Override
    public ContentSealer sealer(int node, Incarnation incarnation) {
        return keys.sealer(node, incarnation);
    }

    @Override
    public ContentOpener opener() {
        return keys.opener();
    }
}
