package io.trackmc.sim.fast;

import io.trackmc.keys.payload.ContentEpoch;
import io.trackmc.keys.transport.bundle.RekeyAnchor;
import io.trackmc.keys.transport.msa.KeyRing;
import io.trackmc.keys.transport.msa.MsaLayer;
import io.trackmc.keys.transport.msa.TransportEpoch;
import io.trackmc.keys.transport.rekey.LayerRekeys;
import io.trackmc.keys.transport.rekey.MemberRekeys;
import io.trackmc.keys.transport.rekey.NodeKeyUpdates;
import io.trackmc.keys.transport.rekey.RekeyTools;
import io.trackmc.keys.transport.rekey.RelayedRekeys;
import io.trackmc.proto.protect.ContentOpener;
import io.trackmc.proto.protect.ContentSealer;
import io.trackmc.proto.protect.HopKeys;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.proto.protect.KeyUpdates;
import io.trackmc.proto.rekey.MemoryExpelledIds;
import io.trackmc.proto.rekey.NodeRekeys;
import io.trackmc.proto.rekey.RekeyStore;
import io.trackmc.sim.check.ExpulsionChecker;
import io.trackmc.sim.core.Seed;
import io.trackmc.sim.rekey.GroupKeys;
import io.trackmc.sim.rekey.GroupTrees;
import io.trackmc.sim.rekey.HoardedRekeys;

import io.trackmc.sim.tree.Place;
import io.trackmc.sim.tree.RunKeys;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Checksum keys that follow from the real key trees of both authorities: every node has its place in them, and finds by itself in each real rekey what
 * changes for it. Only what seals packets is a checksum, under numbers that stand for the keys which the node has found.
 */
public final class FastGroup implements GroupKeys {

    private final GroupTrees trees;
    private final FastPlan plan;
    private final FastDigests digests;
    private final RekeyTools transportTools;
    private final RekeyTools contentTools;

    public FastGroup(GroupTrees trees, Seed seed) {
        this.trees = trees;
        this.plan = new FastPlan(trees.topology(), seed.value(), true);
        long gid = trees.transport().gid();
        RememberedProofs proofs = new RememberedProofs();
        this.transportTools = new RekeyTools(KeyLayer.TRANSPORT, gid, proofs);
        this.contentTools = new RekeyTools(KeyLayer.CONTENT, gid, proofs);
        this.digests = new FastDigests(gid);
    }

    @Override
    public RunKeys ofRun(Place place, Incarnation incarnation) {
        HeldSecrets held = secrets(place);
        HopKeys hop = new FastHopKeys(plan, held, place, incarnation);
        LayerRekeys transport = new MemberRekeys<>(transportTools, trees.transport().grant(place.id()), held);
        if (place.role() == Place.Role.REPAIR_HEAD) {
            RekeyAnchor anchor = trees.content().anchor();
            return keys(hop, null, null, transport, new RelayedRekeys(contentTools, anchor));
        }
        KeyRing<FastEpoch> ring = contentRing();
        LayerRekeys content = content(place.id(), ring);
        if (place.role() == Place.Role.SENDER) {
            return keys(hop, FastContent.sealer(ring, incarnation), null, transport, content);
        }
        ring.keepAhead(KeyUpdates.KEPT_REKEYS);
        return keys(hop, null, FastContent.opener(ring), transport, content);
    }

    @Override
    public ExpulsionChecker.Hoard hoard(int receiver) {
        KeyRing<FastEpoch> ring = contentRing();
        ring.keepAhead(HoardedRekeys.ALL);
        return new HoardedRekeys(content(receiver, ring), FastContent.opener(ring));
    }

    @Override
    public HopKeys hopKeys(int node, Incarnation incarnation) {
        throw new UnsupportedOperationException("keys and how they change are given together");
    }

    @Override
    public ContentSealer sealer(int node, Incarnation incarnation) {
        throw new UnsupportedOperationException("keys and how they change are given together");
    }

    @Override
    public ContentOpener opener() {
        throw new UnsupportedOperationException("each receiver has keys of its own");
    }

    private static RunKeys keys(HopKeys hop, @Nullable ContentSealer sealer,
            @Nullable ContentOpener opener, LayerRekeys transport, LayerRekeys content) {
        return new RunKeys(hop, sealer, opener, new NodeRekeys(new NodeKeyUpdates(transport, content),
                new MemoryExpelledIds(), RekeyStore.DEFAULT_BYTES));
    }

    private HeldSecrets secrets(Place place) {
        List<FastEpoch> epochs = trees.transport().epochs().stream().map(this::fast).toList();
        HeldSecrets held = new HeldSecrets(digests, this::bindKey, new KeyRing<>(epochs, epochs.getFirst().epoch()),
                place);
        if (place.role() != Place.Role.RECEIVER) {
            held.giveInterior(digests.of(trees.transport().interiorSecret()));
            held.give(place.region(), digests.of(trees.transport().regionSecret(place.region())));
        }
        trees.heldRegions(place)
                .forEach(region -> held.give(region, digests.of(trees.transport().regionSecret(region))));
        return held;
    }

    private KeyRing<FastEpoch> contentRing() {
        List<FastEpoch> epochs = trees.content().epochs().stream().map(this::fast).toList();
        return new KeyRing<>(epochs, epochs.getFirst().epoch());
    }

    private LayerRekeys content(int member, KeyRing<FastEpoch> ring) {
        return new MemberRekeys<>(contentTools, trees.content().grant(member),
                new HeldContent(digests, ring, trees.topology().place(member)));
    }

    private FastEpoch fast(TransportEpoch epoch) {
        return digests.epoch(MsaLayer.TRANSPORT, epoch.epoch(), epoch.spi(), epoch.key());
    }

    private FastEpoch fast(ContentEpoch epoch) {
        return digests.epoch(MsaLayer.CONTENT, epoch.epoch(), epoch.spi(), epoch.key());
    }

    private long bindKey(int parent, int child) {
        long master = digests.of(trees.transport().bindMaster(trees.topology().place(parent).region()));
        return Checksum.key(Checksum.key(master, parent), child);
    }
}
