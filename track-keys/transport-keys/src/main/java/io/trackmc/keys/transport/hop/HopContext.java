package io.trackmc.keys.transport.hop;

import io.trackmc.keys.transport.bundle.ParentSecrets;
import io.trackmc.keys.transport.bundle.Roster;
import io.trackmc.keys.transport.bundle.TransportBundle;
import io.trackmc.keys.transport.key.HopInfo;
import io.trackmc.keys.transport.key.HopKey;
import io.trackmc.keys.transport.key.HopRoot;
import io.trackmc.keys.transport.key.KeySchedule;
import io.trackmc.keys.transport.msa.KeyRing;
import io.trackmc.keys.transport.msa.TransportEpoch;

/** What all hops of one node share: epochs, derivations and hash computations. One thread. */
final class HopContext {

    final KeyRing<TransportEpoch> ring;
    final EpochSecrets secrets;
    final KeySchedule schedule = new KeySchedule();
    final GivenRegionKeys given = new GivenRegionKeys();
    final HopRoots roots;
    Roster roster;
    final PacketDigests digests = new PacketDigests();
    private final HopKey scratch = new HopKey();

    HopContext(TransportBundle bundle, EpochSecrets secrets) {
        this.ring = new KeyRing<>(bundle.epochs(), bundle.activeEpoch());
        this.roster = bundle.roster();
        this.secrets = secrets;
        bundle.parents().stream().filter(ParentSecrets::isApart).forEach(parent -> given.addRegion(parent.region()));
        this.roots = new HopRoots(schedule, secrets, given);
    }

    /** Changes whenever there may be keys in an epoch that there were not, or are none any more. */
    int version() {
        return ring.version() + given.version();
    }

    /** Makes the key of a hop in an epoch; false when it is that of another tenant's region, which was not given. */
    boolean derive(Hop hop, TransportEpoch epoch, HopMac into) {
        HopRoot root = hop.root().apply(epoch);
        if (root == null) {
            return false;
        }
        derive(root, hop.info(), epoch, hop.channelId(), into);
        return true;
    }

    /** Makes the key that a root gives for one hop. */
    void derive(HopRoot root, HopInfo info, TransportEpoch epoch, long channelId, HopMac into) {
        schedule.hopKey(root, info.in(epoch.epoch()), scratch);
        into.set(scratch, channelId);
        scratch.destroy();
        root.destroy();
    }
}
