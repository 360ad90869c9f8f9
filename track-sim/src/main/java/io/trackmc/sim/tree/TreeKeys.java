package io.trackmc.sim.tree;

import io.trackmc.keys.payload.AesGcmContentOpener;
import io.trackmc.keys.payload.AesGcmContentSealer;
import io.trackmc.keys.payload.ContentBundle;
import io.trackmc.keys.payload.ContentEpoch;
import io.trackmc.keys.payload.ContentKeys;
import io.trackmc.keys.payload.GroupDataKey;
import io.trackmc.keys.transport.bundle.Member;
import io.trackmc.keys.transport.bundle.NodeRole;
import io.trackmc.keys.transport.bundle.OwnRegion;
import io.trackmc.keys.transport.bundle.ParentSecrets;
import io.trackmc.keys.transport.bundle.Roster;
import io.trackmc.keys.transport.bundle.TransportBundle;
import io.trackmc.keys.transport.hop.NodeHopKeys;
import io.trackmc.keys.transport.key.BindKey;
import io.trackmc.keys.transport.key.BindMaster;
import io.trackmc.keys.transport.key.GroupAuthKey;
import io.trackmc.keys.transport.key.InteriorSecret;
import io.trackmc.keys.transport.key.KeySchedule;
import io.trackmc.keys.transport.key.RegionSecret;
import io.trackmc.keys.transport.msa.TransportEpoch;
import io.trackmc.proto.protect.ContentOpener;
import io.trackmc.proto.protect.ContentSealer;
import io.trackmc.proto.protect.HopKeys;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.sim.core.Seed;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The secrets of a group that follow from a seed, and what each node of a tree is given of them, as a deployment would
 * give it. Real keys, real derivations; only the randomness is not real.
 */
public final class TreeKeys implements NodeKeys, KeySource {

    private static final long EPOCH = 1;
    private static final int SPI = 0x5E55_101D;
    private static final int CONTENT_SPI = 0x0C0F_FEE5;
    private static final String GROUP = "simulated";

    private final Topology topology;
    private final long gid;
    private final TransportEpoch transportEpoch;
    private final InteriorSecret interiorSecret;
    private final Map<Integer, OwnRegion> regions = new TreeMap<>();
    private final Roster roster;
    private final KeySchedule schedule = new KeySchedule();
    private final ContentBundle content;

    public TreeKeys(Topology topology, Seed seed) {
        this.topology = topology;
        this.gid = seed.value();
        SeededSecureRandom random = new SeededSecureRandom(seed);
        this.transportEpoch = TransportEpoch.of(gid, EPOCH, SPI, GroupAuthKey.generate(random));
        ContentEpoch contentEpoch = ContentEpoch.of(gid, EPOCH, CONTENT_SPI, GroupDataKey.generate(random));
        this.interiorSecret = InteriorSecret.generate(random);
        this.content = new ContentBundle(gid, GROUP, EPOCH, List.of(contentEpoch), List.of(Topology.SENDER));
        BitSet parentsOfLeaves = topology.parentsOfLeaves();
        List<Member> members = new ArrayList<>();
        for (Place place : topology.places()) {
            members.add(new Member(place.id(), "node-" + place.id(), role(place)));
            if (place.role() != Place.Role.RECEIVER) {
                regions.put(place.id(), new OwnRegion(place.region(), parentsOfLeaves.get(place.id()),
                        RegionSecret.generate(random), BindMaster.generate(random)));
            }
        }
        this.roster = Roster.of(members);
    }

    @Override
    public HopKeys hopKeys(int node, Incarnation incarnation) {
        Place place = topology.place(node);
        return new NodeHopKeys(bundle(place, place.parents()), incarnation);
    }

    /** The same for a node that holds the keys of only its first parents, and asks {@code source} for others when it turns to them. */
    HopKeys hopKeys(int node, Incarnation incarnation, int parentsHeld, KeySource source) {
        Place place = topology.place(node);
        HopKeys held = new NodeHopKeys(bundle(place, place.parents().stream().limit(parentsHeld).toList()),
                incarnation);
        return new FetchingHopKeys(held, parent -> new NodeHopKeys(
                bundleOf(place, List.of(source.parentSecrets(node, parent))), incarnation));
    }

    /** The same with other epochs than the first, of which one is used. */
    public NodeHopKeys hopKeys(int node, Incarnation incarnation, List<TransportEpoch> epochs, long active) {
        Place place = topology.place(node);
        TransportBundle first = bundle(place, place.parents());
        return new NodeHopKeys(new TransportBundle(gid, GROUP, first.self(), first.sourceId(), active, epochs,
                first.interiorSecret(), first.ownRegion(), first.parents(), roster), incarnation);
    }

    /** Content keys of other epochs than the first, of which one is used. */
    public ContentKeys contentKeys(List<ContentEpoch> epochs, long active) {
        return new ContentKeys(new ContentBundle(gid, GROUP, active, epochs, List.of(Topology.SENDER)));
    }

    /** The group. */
    public long gid() {
        return gid;
    }

    @Override
    public ParentSecrets parentSecrets(int child, int parent) {
        OwnRegion region = Objects.requireNonNull(regions.get(parent));
        BindKey bindKey = new BindKey();
        schedule.bindKey(region.bindMaster(), parent, child, bindKey);
        return new ParentSecrets(parent, region.id(), region.hasLeaves(),
                topology.areApart(child, parent) ? null : region.secret(), bindKey);
    }

    @Override
    public ContentSealer sealer(int node, Incarnation incarnation) {
        return new AesGcmContentSealer(new ContentKeys(content), node, incarnation);
    }

    @Override
    public ContentOpener opener() {
        return new AesGcmContentOpener(new ContentKeys(content));
    }

    private TransportBundle bundle(Place place, List<Integer> parents) {
        return bundleOf(place, parents.stream().map(parent -> parentSecrets(place.id(), parent)).toList());
    }

    private TransportBundle bundleOf(Place place, List<ParentSecrets> parents) {
        boolean isParent = place.role() != Place.Role.RECEIVER;
        return new TransportBundle(gid, GROUP, roster.members().get(place.id() - 1), Topology.SENDER, EPOCH,
                List.of(transportEpoch),
                isParent ? interiorSecret : null, regions.get(place.id()), parents, roster);
    }

    private static NodeRole role(Place place) {
        return switch (place.role()) {
            case SENDER -> NodeRole.SENDER;
            case REPAIR_HEAD -> NodeRole.REPAIR_HEAD;
            case RECEIVER -> NodeRole.RECEIVER;
        };
    }
}
