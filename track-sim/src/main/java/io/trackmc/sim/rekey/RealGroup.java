package io.trackmc.sim.rekey;

import io.trackmc.keys.payload.AesGcmContentOpener;
import io.trackmc.keys.payload.AesGcmContentSealer;
import io.trackmc.keys.payload.ContentBundle;
import io.trackmc.keys.payload.ContentBundleFile;
import io.trackmc.keys.payload.ContentKeys;
import io.trackmc.keys.payload.ContentRekeys;
import io.trackmc.keys.transport.bundle.Member;
import io.trackmc.keys.transport.bundle.NodeRole;
import io.trackmc.keys.transport.bundle.Roster;
import io.trackmc.keys.transport.bundle.TransportBundle;
import io.trackmc.keys.transport.bundle.TransportBundleFile;
import io.trackmc.keys.transport.hop.NodeHopKeys;
import io.trackmc.keys.transport.msa.TransportEpoch;
import io.trackmc.keys.transport.rekey.NodeKeyUpdates;
import io.trackmc.keys.transport.rekey.TransportRekeys;
import io.trackmc.proto.protect.ContentOpener;
import io.trackmc.proto.protect.ContentSealer;
import io.trackmc.proto.protect.HopKeys;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.rekey.MemoryExpelledIds;
import io.trackmc.proto.rekey.NodeRekeys;
import io.trackmc.proto.rekey.RekeyStore;
import io.trackmc.sim.check.ExpulsionChecker;
import io.trackmc.sim.tree.Place;
import io.trackmc.sim.tree.RunKeys;
import io.trackmc.sim.tree.Topology;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Real keys from the trees of both authorities: each run of a node registers, and follows rekeys by itself from there. The roster of a node names
 * whom it must know by role: the sender, its parents, and repair heads that may be its children. Receivers need be in nobody's but their own.
 */
public final class RealGroup implements GroupKeys {

    private static final String GROUP = "simulated";

    private final GroupTrees trees;
    private final long gid;
    private final Map<Integer, List<Place>> headsBelow = new HashMap<>();
    private final TransportBundleFile transportFile = new TransportBundleFile();
    private final ContentBundleFile contentFile = new ContentBundleFile();

    public RealGroup(GroupTrees trees) {
        this.trees = trees;
        this.gid = trees.transport().gid();
        for (Place head : trees.topology().of(Place.Role.REPAIR_HEAD)) {
            head.parents().forEach(parent -> headsBelow.computeIfAbsent(parent, _ -> new ArrayList<>()).add(head));
        }
    }

    @Override
    public RunKeys ofRun(Place place, Incarnation incarnation) {
        TransportBundle transport = transportBundle(place);
        NodeHopKeys hop = new NodeHopKeys(transport, incarnation);
        if (place.role() == Place.Role.REPAIR_HEAD) {
            return keys(hop, null, null, TransportRekeys.forRepairHead(transport, hop));
        }
        ContentBundle content = contentBundle(place.id());
        ContentKeys contentKeys = new ContentKeys(content);
        boolean sends = place.role() == Place.Role.SENDER;
        ContentSealer sealer = sends ? new AesGcmContentSealer(contentKeys, place.id(), incarnation) : null;
        ContentOpener opener = sends ? null : new AesGcmContentOpener(contentKeys);
        return keys(hop, sealer, opener, ContentRekeys.forMember(transport, hop, content, contentKeys));
    }

    @Override
    public ExpulsionChecker.Hoard hoard(int receiver) {
        return HoardedRekeys.of(contentBundle(receiver));
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

    private static RunKeys keys(HopKeys hop, @Nullable ContentSealer sealer, @Nullable ContentOpener opener,
            NodeKeyUpdates updates) {
        return new RunKeys(hop, sealer, opener,
                new NodeRekeys(updates, new MemoryExpelledIds(), RekeyStore.DEFAULT_BYTES));
    }

    /** Written and read, so that all keys are the node's own. */
    private TransportBundle transportBundle(Place place) {
        Topology topology = trees.topology();
        boolean heads = place.role() != Place.Role.RECEIVER;
        List<TransportEpoch> epochs = trees.transport().epochs();
        TransportBundle bundle = new TransportBundle(gid, GROUP, member(place), Topology.SENDER,
                epochs.getFirst().epoch(), epochs, heads ? trees.transport().interiorSecret() : null,
                heads ? trees.ownRegion(place) : null,
                place.parents().stream().map(parent -> trees.parentSecrets(place.id(), topology.place(parent)))
                        .toList(),
                roster(place), List.of(), trees.transport().grant(place.id()),
                place.role() == Place.Role.REPAIR_HEAD ? trees.content().anchor() : null);
        return transportFile.decode("transport.bundle", transportFile.encode(bundle));
    }

    private ContentBundle contentBundle(int member) {
        var epochs = trees.content().epochs();
        ContentBundle bundle = new ContentBundle(gid, GROUP, epochs.getFirst().epoch(), epochs,
                List.of(Topology.SENDER), trees.content().grant(member));
        return contentFile.decode("content.bundle", contentFile.encode(bundle));
    }

    private Roster roster(Place place) {
        Topology topology = trees.topology();
        Map<Integer, Member> known = new LinkedHashMap<>();
        known.put(Topology.SENDER, member(topology.place(Topology.SENDER)));
        known.put(place.id(), member(place));
        place.parents().forEach(parent -> known.put(parent, member(topology.place(parent))));
        headsBelow.getOrDefault(place.id(), List.of()).forEach(head -> known.put(head.id(), member(head)));
        return Roster.of(List.copyOf(known.values()));
    }

    private static Member member(Place place) {
        NodeRole role = switch (place.role()) {
            case SENDER -> NodeRole.SENDER;
            case REPAIR_HEAD -> NodeRole.REPAIR_HEAD;
            case RECEIVER -> NodeRole.RECEIVER;
        };
        return new Member(place.id(), "node-" + place.id(), role);
    }
}
