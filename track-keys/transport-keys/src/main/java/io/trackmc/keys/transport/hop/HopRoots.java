package io.trackmc.keys.transport.hop;

import io.trackmc.keys.transport.key.BindKey;
import io.trackmc.keys.transport.key.BindMaster;
import io.trackmc.keys.transport.key.DataRootKey;
import io.trackmc.keys.transport.key.HopRoot;
import io.trackmc.keys.transport.key.InteriorNodeKey;
import io.trackmc.keys.transport.key.InteriorPairKey;
import io.trackmc.keys.transport.key.InteriorRegionKey;
import io.trackmc.keys.transport.key.KeySchedule;
import io.trackmc.keys.transport.key.LeafPairKey;
import io.trackmc.keys.transport.key.RegionSecret;
import io.trackmc.keys.transport.key.SubgroupAuthKey;
import io.trackmc.keys.transport.msa.TransportEpoch;
import io.trackmc.proto.protect.KeyClass;
import org.jspecify.annotations.Nullable;

/**
 * The roots of hop keys by class (wire format §4.2, table). Each answer is scratch space that the next call of the same method
 * overwrites; nothing is allocated.
 */
final class HopRoots {

    private final KeySchedule schedule;
    private final EpochSecrets secrets;
    private final GivenRegionKeys given;
    private final InteriorNodeKey interiorNodeKey = new InteriorNodeKey();
    private final BindKey derivedBindKey = new BindKey();
    private final DataRootKey data = new DataRootKey();
    private final SubgroupAuthKey subgroup = new SubgroupAuthKey();
    private final InteriorRegionKey interiorRegion = new InteriorRegionKey();
    private final LeafPairKey leafPair = new LeafPairKey();
    private final InteriorPairKey interiorPair = new InteriorPairKey();

    /**
     * For one node.
     *
     * @param secrets without interior secret for a receiver, which then has no interior keys
     * @param given keys of regions of other tenants
     */
    HopRoots(KeySchedule schedule, EpochSecrets secrets, GivenRegionKeys given) {
        this.schedule = schedule;
        this.secrets = secrets;
        this.given = given;
    }

    HopRoot data(TransportEpoch epoch) {
        schedule.dataRootKey(epoch.key(), data);
        return data;
    }

    /** Also of a region of another tenant; null when its key was not given. */
    @Nullable
    HopRoot region(KeyClass keyClass, TransportEpoch epoch, int region) {
        if (!given.contains(region)) {
            return ofRegion(keyClass, epoch, region);
        }
        HopRoot known = given.get(region, epoch.epoch());
        if (known == null) {
            return null;
        }
        HopRoot copy = keyClass == KeyClass.REGION ? subgroup : interiorRegion;
        schedule.copy(known, copy);
        return copy;
    }

    /** Of a region whose RegionSecret this node holds. */
    HopRoot ofRegion(KeyClass keyClass, TransportEpoch epoch, int region) {
        RegionSecret secret = secrets.region(region, epoch.epoch());
        if (keyClass == KeyClass.REGION) {
            schedule.subgroupAuthKey(epoch.key(), secret, subgroup);
            return subgroup;
        }
        schedule.interiorRegionKey(interiorNodeKey(epoch), secret, interiorRegion);
        interiorNodeKey.destroy();
        return interiorRegion;
    }

    /** At the parent, which finds BK(parent, child) in its master secret. */
    HopRoot pair(KeyClass keyClass, TransportEpoch epoch, BindMaster master, int parent, int child) {
        schedule.bindKey(master, parent, child, derivedBindKey);
        HopRoot root = pair(keyClass, epoch, derivedBindKey);
        derivedBindKey.destroy();
        return root;
    }

    /** At the child, which was given BK(parent, child). */
    HopRoot pair(KeyClass keyClass, TransportEpoch epoch, BindKey bindKey) {
        if (keyClass == KeyClass.LEAF_PAIR) {
            schedule.leafPairKey(epoch.key(), bindKey, leafPair);
            return leafPair;
        }
        schedule.interiorPairKey(interiorNodeKey(epoch), bindKey, interiorPair);
        interiorNodeKey.destroy();
        return interiorPair;
    }

    void destroy() {
        interiorNodeKey.destroy();
        data.destroy();
        subgroup.destroy();
        interiorRegion.destroy();
        leafPair.destroy();
        interiorPair.destroy();
    }

    private InteriorNodeKey interiorNodeKey(TransportEpoch epoch) {
        schedule.interiorNodeKey(epoch.key(), secrets.interior(epoch.epoch()), interiorNodeKey);
        return interiorNodeKey;
    }
}
