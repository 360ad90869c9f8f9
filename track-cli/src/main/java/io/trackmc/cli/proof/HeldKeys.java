package io.trackmc.cli.proof;

import io.trackmc.keys.transport.bundle.Member;
import io.trackmc.keys.transport.bundle.OwnRegion;
import io.trackmc.keys.transport.bundle.ParentSecrets;
import io.trackmc.keys.transport.bundle.TransportBundle;
import io.trackmc.keys.transport.key.BindKey;
import io.trackmc.keys.transport.key.DataRootKey;
import io.trackmc.keys.transport.key.HopInfo;
import io.trackmc.keys.transport.key.HopKey;
import io.trackmc.keys.transport.key.InteriorNodeKey;
import io.trackmc.keys.transport.key.InteriorPairKey;
import io.trackmc.keys.transport.key.InteriorRegionKey;
import io.trackmc.keys.transport.key.KeySchedule;
import io.trackmc.keys.transport.key.LeafPairKey;
import io.trackmc.keys.transport.key.RegionSecret;
import io.trackmc.keys.transport.key.Secret;
import io.trackmc.keys.transport.key.SubgroupAuthKey;
import io.trackmc.keys.transport.msa.TransportEpoch;
import io.trackmc.proto.protect.Direction;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.protect.KeyClass;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Every key in the ring of one node: all that its bundle holds, and all that follows from it by the key schedule (wire format
 * §4.1 and §4.2), down to the hop key of the data channel.
 */
final class HeldKeys {

    private final TransportBundle bundle;
    private final KeySchedule schedule = new KeySchedule();
    private final List<HeldKey> keys = new ArrayList<>();

    private HeldKeys(TransportBundle bundle) {
        this.bundle = bundle;
    }

    /**
     * Collects them.
     *
     * @param source run of the source, for the hop key of the data channel
     */
    static List<HeldKey> of(TransportBundle bundle, Incarnation source) {
        HeldKeys held = new HeldKeys(bundle);
        held.addBundle();
        bundle.epochs().forEach(epoch -> held.addEpoch(epoch, source));
        return List.copyOf(held.keys);
    }

    private void addBundle() {
        add("interior secret", bundle.interiorSecret());
        OwnRegion own = bundle.ownRegion();
        if (own != null) {
            add("secret of region " + own.id(), own.secret());
            add("bind master", own.bindMaster());
        }
        for (ParentSecrets parent : bundle.parents()) {
            add("secret of region " + parent.region(), parent.regionSecret());
            add("bind key with parent " + nameOf(parent.id()), parent.bindKey());
        }
        if (own != null) {
            bundle.roster().forEach(child -> add("bind key with child " + child.name(), bindKey(own, child)));
        }
    }

    private BindKey bindKey(OwnRegion own, Member child) {
        BindKey key = new BindKey();
        schedule.bindKey(own.bindMaster(), bundle.self().id(), child.id(), key);
        return key;
    }

    private void addEpoch(TransportEpoch epoch, Incarnation source) {
        String of = " of epoch " + epoch.msa().epoch();
        add("group authentication key" + of, epoch.key());
        DataRootKey data = new DataRootKey();
        schedule.dataRootKey(epoch.key(), data);
        add("root of the data channel" + of, data);
        add("hop key of the data channel" + of, dataHopKey(data, epoch, source));
        InteriorNodeKey interior = interiorNodeKey(epoch);
        add("interior node key" + of, interior);
        List<HeldKey> given = List.copyOf(keys);
        for (HeldKey key : given) {
            if (key.secret() instanceof RegionSecret region) {
                addRegionRoots(key.name() + of, epoch, interior, region);
            } else if (key.secret() instanceof BindKey pair) {
                addPairRoots(key.name() + of, epoch, interior, pair);
            }
        }
    }

    private @Nullable InteriorNodeKey interiorNodeKey(TransportEpoch epoch) {
        if (bundle.interiorSecret() == null) {
            return null;
        }
        InteriorNodeKey key = new InteriorNodeKey();
        schedule.interiorNodeKey(epoch.key(), bundle.interiorSecret(), key);
        return key;
    }

    private HopKey dataHopKey(DataRootKey root, TransportEpoch epoch, Incarnation source) {
        HopInfo info = new HopInfo(bundle.gid()).on(KeyClass.DATA, Direction.MULTICAST, 0)
                .from(bundle.sourceId(), source).to(0, Incarnation.ZERO).in(epoch.msa().epoch());
        HopKey key = new HopKey();
        schedule.hopKey(root, info, key);
        return key;
    }

    private void addRegionRoots(
            String name, TransportEpoch epoch, @Nullable InteriorNodeKey interior, RegionSecret region) {
        SubgroupAuthKey leaves = new SubgroupAuthKey();
        schedule.subgroupAuthKey(epoch.key(), region, leaves);
        add("root from " + name, leaves);
        if (interior != null) {
            InteriorRegionKey heads = new InteriorRegionKey();
            schedule.interiorRegionKey(interior, region, heads);
            add("interior root from " + name, heads);
        }
    }

    private void addPairRoots(
            String name, TransportEpoch epoch, @Nullable InteriorNodeKey interior, BindKey pair) {
        LeafPairKey leaf = new LeafPairKey();
        schedule.leafPairKey(epoch.key(), pair, leaf);
        add("root from " + name, leaf);
        if (interior != null) {
            InteriorPairKey heads = new InteriorPairKey();
            schedule.interiorPairKey(interior, pair, heads);
            add("interior root from " + name, heads);
        }
    }

    private String nameOf(int node) {
        return bundle.roster().stream().filter(member -> member.id() == node).map(Member::name).findFirst()
                .orElse(Integer.toUnsignedString(node));
    }

    private void add(String name, @Nullable Secret secret) {
        if (secret != null) {
            keys.add(new HeldKey(name, secret));
        }
    }
}
