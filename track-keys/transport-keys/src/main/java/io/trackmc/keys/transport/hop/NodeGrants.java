package io.trackmc.keys.transport.hop;

import io.trackmc.keys.transport.bundle.OwnRegion;
import io.trackmc.keys.transport.bundle.ParentSecrets;
import io.trackmc.keys.transport.key.GrantInfo;
import io.trackmc.keys.transport.key.HopRoot;
import io.trackmc.keys.transport.key.InteriorRegionKey;
import io.trackmc.keys.transport.key.KeyWrap;
import io.trackmc.keys.transport.key.KeyWrappingKey;
import io.trackmc.keys.transport.key.SubgroupAuthKey;
import io.trackmc.keys.transport.msa.KeyRing;
import io.trackmc.keys.transport.msa.TransportEpoch;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.protect.KeyClass;
import io.trackmc.proto.protect.RegionGrants;
import org.jspecify.annotations.Nullable;

/**
 * How one run of one node gives and takes keys of regions across tenants (wire format §4.5). The wrapping key follows from the root of the pair's keys in
 * the same epoch and from both runs. It wraps that one key and nothing else, and wrapping that again gives the same bytes. Not thread-safe.
 */
final class NodeGrants implements RegionGrants {

    private static final int CURRENT = 1;

    private final HopContext context;
    private final GrantInfo info;
    private final ParentKeys parents;
    private final ChildKeys children;
    private final int nodeId;
    private final Incarnation incarnation;
    private final KeyWrap wrap = new KeyWrap();
    private final KeyWrappingKey key = new KeyWrappingKey();

    NodeGrants(HopContext context, long gid, ParentKeys parents, ChildKeys children, int nodeId,
            Incarnation incarnation) {
        this.context = context;
        this.info = new GrantInfo(gid);
        this.parents = parents;
        this.children = children;
        this.nodeId = nodeId;
        this.incarnation = incarnation;
    }

    @Override
    public boolean lacks(int parent) {
        ParentSecrets given = parents.get(parent);
        for (int slot = 0; slot < KeyRing.MAX_EPOCHS; slot++) {
            TransportEpoch epoch = context.ring.at(slot);
            if (epoch != null && context.given.lacks(given.region(), epoch.epoch())) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean holds(int parent, int spi) {
        TransportEpoch epoch = context.ring.bySpi(spi);
        return epoch != null && !context.given.lacks(parents.get(parent).region(), epoch.epoch());
    }

    @Override
    public long newestHeld(int parent) {
        int region = parents.get(parent).region();
        for (int slot = KeyRing.MAX_EPOCHS - 1; slot >= 0; slot--) {
            TransportEpoch epoch = context.ring.at(slot);
            if (epoch != null && !context.given.lacks(region, epoch.epoch())) {
                return epoch.epoch();
            }
        }
        return 0;
    }

    @Override
    public void take(int parent, Incarnation run, long epoch, byte[] from, int offset) {
        ParentSecrets given = parents.get(parent);
        TransportEpoch installed = installed(epoch);
        if (installed == null || !context.given.lacks(given.region(), epoch)) {
            return;
        }
        info.of(given.region(), epoch).from(parent, run).to(nodeId, incarnation);
        derive(context.roots.pair(parents.pairClass(), installed, given.bindKey()));
        HopRoot regionKey = given.keyClass() == KeyClass.REGION ? new SubgroupAuthKey() : new InteriorRegionKey();
        if (wrap.unwrap(key, from, offset, regionKey)) {
            context.given.put(given.region(), epoch, regionKey);
        }
        key.destroy();
    }

    @Override
    public long offered(int index) {
        TransportEpoch epoch = children.hasRegion() ? context.ring.at(CURRENT + index) : null;
        return epoch == null ? 0 : epoch.epoch();
    }

    @Override
    public void wrap(int child, KeyClass pairClass, Incarnation run, long epoch, byte[] out, int offset) {
        OwnRegion own = children.region();
        TransportEpoch installed = installed(epoch);
        if (installed == null) {
            throw new IllegalArgumentException("epoch " + epoch + " is not installed");
        }
        info.of(own.id(), epoch).from(nodeId, incarnation).to(child, run);
        derive(context.roots.pair(pairClass, installed, own.bindMaster(), nodeId, child));
        HopRoot regionKey = context.roots.ofRegion(own.keyClass(), installed, own.id());
        wrap.wrap(key, regionKey, out, offset);
        regionKey.destroy();
        key.destroy();
    }

    private void derive(HopRoot root) {
        context.schedule.grantKey(root, info, key);
        root.destroy();
    }

    private @Nullable TransportEpoch installed(long epoch) {
        for (int slot = 0; slot < KeyRing.MAX_EPOCHS; slot++) {
            TransportEpoch found = context.ring.at(slot);
            if (found != null && found.epoch() == epoch) {
                return found;
            }
        }
        return null;
    }
}
