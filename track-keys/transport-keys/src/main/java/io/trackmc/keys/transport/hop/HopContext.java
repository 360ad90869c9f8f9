package io.trackmc.keys.transport.hop;

import io.trackmc.keys.transport.bundle.Roster;
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
    final HopRoots roots;
    Roster roster;
    final PacketDigests digests = new PacketDigests();
    private final HopKey scratch = new HopKey();

    HopContext(KeyRing<TransportEpoch> ring, EpochSecrets secrets, Roster roster) {
        this.ring = ring;
        this.roster = roster;
        this.secrets = secrets;
        this.roots = new HopRoots(schedule, secrets);
    }

    /** Makes the key of a hop in an epoch. */
    void derive(Hop hop, TransportEpoch epoch, HopMac into) {
        derive(hop.root().apply(epoch), hop.info(), epoch, hop.channelId(), into);
    }

    /** Makes the key that a root gives for one hop. */
    void derive(HopRoot root, HopInfo info, TransportEpoch epoch, long channelId, HopMac into) {
        schedule.hopKey(root, info.in(epoch.epoch()), scratch);
        into.set(scratch, channelId);
        scratch.destroy();
        root.destroy();
    }
}
