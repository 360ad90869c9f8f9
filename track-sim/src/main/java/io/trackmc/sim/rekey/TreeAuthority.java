package io.trackmc.sim.rekey;

import io.trackmc.keys.controller.tree.AuthorityTree;
import io.trackmc.keys.controller.tree.ContentTree;
import io.trackmc.keys.controller.tree.RekeyTerms;
import io.trackmc.keys.controller.tree.TransportTree;
import io.trackmc.keys.payload.AesGcmContentOpener;
import io.trackmc.keys.payload.AesGcmContentSealer;
import io.trackmc.keys.payload.ContentBundle;
import io.trackmc.keys.payload.ContentBundleFile;
import io.trackmc.keys.payload.ContentKeys;
import io.trackmc.keys.payload.ContentRekeys;
import io.trackmc.keys.transport.bundle.Member;
import io.trackmc.keys.transport.bundle.NodeRole;
import io.trackmc.keys.transport.bundle.OwnRegion;
import io.trackmc.keys.transport.bundle.ParentSecrets;
import io.trackmc.keys.transport.bundle.Roster;
import io.trackmc.keys.transport.bundle.TransportBundle;
import io.trackmc.keys.transport.bundle.TransportBundleFile;
import io.trackmc.keys.transport.hop.NodeHopKeys;
import io.trackmc.keys.transport.key.Secret;
import io.trackmc.keys.transport.rekey.NodeKeyUpdates;
import io.trackmc.keys.transport.rekey.TransportRekeys;
import io.trackmc.proto.protect.ContentOpener;
import io.trackmc.proto.protect.ContentSealer;
import io.trackmc.proto.protect.HopKeys;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.proto.protect.KeyRenewal;
import io.trackmc.proto.rekey.ExpelledIds;
import io.trackmc.proto.rekey.MemoryExpelledIds;
import io.trackmc.proto.rekey.NodeRekeys;
import io.trackmc.proto.rekey.RekeyStore;
import io.trackmc.sim.check.ExpulsionChecker;
import io.trackmc.sim.core.Seed;
import io.trackmc.sim.tree.NodeKeys;
import io.trackmc.sim.tree.Place;
import io.trackmc.sim.tree.RunKeys;
import io.trackmc.sim.tree.Topology;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Both authorities of a simulated group with their key trees, as they are deployed: members follow rekeys by their own keys, from the bundle
 * that they were given last. Only the randomness is not real.
 */
public final class TreeAuthority implements NodeKeys {

    private static final String GROUP = "simulated";

    private final Topology topology;
    private final long gid;
    private final GroupTrees trees;
    private final TransportTree transport;
    private final ContentTree content;
    private final Roster roster;
    private final BitSet expelled = new BitSet();
    private final TransportBundleFile transportFile = new TransportBundleFile();
    private final ContentBundleFile contentFile = new ContentBundleFile();
    private final Map<Integer, byte[]> transportBundles = new TreeMap<>();
    private final Map<Integer, byte[]> contentBundles = new TreeMap<>();
    private final Map<Integer, ExpelledIds> stateDirectories = new TreeMap<>();
    private final Map<Integer, Incarnation> runs = new TreeMap<>();
    private final Map<Integer, Given> running = new TreeMap<>();
    private boolean onDisk;

    /** Everybody of the topology is a member but those who are {@code late}. */
    public TreeAuthority(Topology topology, BitSet late, Seed seed) {
        this.topology = topology;
        this.gid = seed.value();
        this.trees = new GroupTrees(topology, late, seed);
        this.transport = trees.transport();
        this.content = trees.content();
        this.roster = Roster.of(topology.places().stream()
                .map(place -> new Member(place.id(), "node-" + place.id(), role(place))).toList());
    }

    /** A receiver becomes a member of both layers; it is given keys when its host starts, which is to be after the next rekeys. */
    public void join(int receiver) {
        trees.join(receiver);
    }

    /** A receiver leaves both layers. */
    public void leave(int receiver) {
        trees.leave(receiver);
    }

    /** A receiver is expelled from both layers. */
    public void expel(int receiver) {
        expel(KeyLayer.TRANSPORT, receiver);
        expel(KeyLayer.CONTENT, receiver);
    }

    /** A node is expelled from one layer, where it is a member of that. */
    public void expel(KeyLayer layer, int node) {
        AuthorityTree tree = tree(layer);
        if (tree.contains(node)) {
            tree.expel(node);
            if (layer == KeyLayer.TRANSPORT) {
                expelled.set(node);
            }
        }
    }

    /** Gives all members their bundles, once: nodes start with those from now on, and ask nobody. */
    public void deploy() {
        topology.places().stream().filter(place -> transport.contains(place.id())).forEach(this::give);
        onDisk = true;
    }

    /** A member asks for its keys as they are now. */
    public void register(int node) {
        if (transport.contains(node)) {
            give(topology.place(node));
        }
    }

    /**
     * A member that runs asks for its keys of a layer as they are now; returns what it puts in when the answer arrives, or null for whoever is no
     * member.
     */
    public @Nullable KeyRenewal renewal(int node, KeyLayer layer) {
        if (!tree(layer).contains(node)) {
            return null;
        }
        give(topology.place(node));
        Given given = Objects.requireNonNull(running.get(node));
        if (layer == KeyLayer.TRANSPORT) {
            TransportBundle bundle = transportBundle(node);
            return () -> {
                long oldest = TransportRekeys.renew(given.updates.of(layer), given.hop, bundle);
                given.updates.expelled(bundle.expelled());
                return oldest;
            };
        }
        ContentBundle bundle = contentBundle(node);
        ContentKeys keys = Objects.requireNonNull(given.content);
        return () -> ContentRekeys.renew(given.updates.of(layer), keys, bundle);
    }

    /** Makes the next rekey of a layer; returns its INNERs, the header first. */
    public List<byte[]> rekey(KeyLayer layer, RekeyTerms terms) {
        return trees.rekey(layer, terms);
    }

    /** Number of the newest rekey of a layer; 0 none. */
    public long newest(KeyLayer layer) {
        return tree(layer).sequence();
    }

    /** The epoch that the newest rekey of a layer brings, or with which the group began. */
    public long epoch(KeyLayer layer) {
        return tree(layer).epochNumber();
    }

    /** All content keys that a member has, and gets by rekeys from now on. */
    public ExpulsionChecker.Hoard hoard(int receiver) {
        return HoardedRekeys.of(contentBundle(receiver));
    }

    /** Somebody who copies all transport keys of a repair head. */
    public Thief thief(int repairHead) {
        return new Thief(transportBundle(repairHead));
    }

    /** Whether a secret of the transport layer is one of those that are in force since the newest rekey. */
    public boolean isInForce(Secret secret) {
        return secret.equals(transport.epoch().key()) || secret.equals(transport.interiorSecret())
                || topology.places().stream().filter(place -> place.role() != Place.Role.RECEIVER)
                        .anyMatch(place -> isOfRegion(place, secret));
    }

    private boolean isOfRegion(Place head, Secret secret) {
        return secret.equals(transport.regionSecret(head.region()))
                || (transport.contains(head.id()) && secret.equals(transport.bindMaster(head.region())));
    }

    /** The newest run of a node. */
    public Incarnation run(int node) {
        return Objects.requireNonNull(runs.get(node));
    }

    private ContentBundle contentBundle(int node) {
        return contentFile.decode("content.bundle", Objects.requireNonNull(contentBundles.get(node)).clone());
    }

    private TransportBundle transportBundle(int node) {
        return transportFile.decode("transport.bundle", Objects.requireNonNull(transportBundles.get(node),
                () -> "node " + node + " was never admitted").clone());
    }

    private AuthorityTree tree(KeyLayer layer) {
        return trees.of(layer);
    }

    @Override
    public RunKeys ofRun(Place place, Incarnation incarnation) {
        Given given = given(place, incarnation);
        ContentKeys contentKeys = given.content;
        boolean sends = place.role() == Place.Role.SENDER;
        ContentSealer sealer = sends && contentKeys != null
                ? new AesGcmContentSealer(contentKeys, place.id(), incarnation) : null;
        ContentOpener opener = sends || contentKeys == null ? null : new AesGcmContentOpener(contentKeys);
        ExpelledIds refused = stateDirectories.computeIfAbsent(place.id(), _ -> new MemoryExpelledIds());
        transportBundle(place.id()).expelled().forEach(refused::add);
        return new RunKeys(given.hop, sealer, opener,
                new NodeRekeys(given.updates, refused, RekeyStore.DEFAULT_BYTES));
    }

    /** Keys of a run, and how they change: of a member as it registers now, of others as they did last. */
    Given given(Place place, Incarnation incarnation) {
        int node = place.id();
        runs.put(node, incarnation);
        if (!onDisk) {
            register(node);
        }
        TransportBundle transportBundle = transportBundle(node);
        NodeHopKeys hop = new NodeHopKeys(transportBundle, incarnation);
        Given given = place.role() == Place.Role.REPAIR_HEAD
                ? new Given(hop, null, TransportRekeys.forRepairHead(transportBundle, hop))
                : ofMember(transportBundle, hop, contentBundle(node));
        running.put(node, given);
        return given;
    }

    private static Given ofMember(TransportBundle transportBundle, NodeHopKeys hop, ContentBundle contentBundle) {
        ContentKeys contentKeys = new ContentKeys(contentBundle);
        return new Given(hop, contentKeys,
                ContentRekeys.forMember(transportBundle, hop, contentBundle, contentKeys));
    }

    /**
     * What one run of a node has.
     *
     * @param content null at a repair head
     */
    record Given(NodeHopKeys hop, @Nullable ContentKeys content, NodeKeyUpdates updates) {}

    @Override
    public HopKeys hopKeys(int node, Incarnation incarnation) {
        return ofRun(topology.place(node), incarnation).hop();
    }

    @Override
    public ContentSealer sealer(int node, Incarnation incarnation) {
        return Objects.requireNonNull(ofRun(topology.place(node), incarnation).sealer());
    }

    @Override
    public ContentOpener opener() {
        throw new UnsupportedOperationException("each receiver has keys of its own");
    }

    /** As an authority answers a member that joins or comes again: with what it may know now. */
    private void give(Place place) {
        boolean heads = place.role() != Place.Role.RECEIVER;
        OwnRegion own = heads ? trees.ownRegion(place) : null;
        List<ParentSecrets> parents = place.parents().stream().filter(transport::contains)
                .map(parent -> trees.parentSecrets(place.id(), topology.place(parent))).toList();
        TransportBundle bundle = new TransportBundle(gid, GROUP, Objects.requireNonNull(roster.find(place.id())),
                Topology.SENDER, transport.epoch().epoch(), List.of(transport.epoch()),
                heads ? transport.interiorSecret() : null, own, parents, roster, expelled.stream().boxed().toList(),
                transport.grant(place.id()),
                place.role() == Place.Role.REPAIR_HEAD ? content.anchor() : null);
        transportBundles.put(place.id(), transportFile.encode(bundle));
        if (content.contains(place.id())) {
            contentBundles.put(place.id(), contentFile.encode(new ContentBundle(gid, GROUP, content.epoch().epoch(),
                    List.of(content.epoch()), List.of(Topology.SENDER), content.grant(place.id()))));
        }
    }

    private static NodeRole role(Place place) {
        return switch (place.role()) {
            case SENDER -> NodeRole.SENDER;
            case REPAIR_HEAD -> NodeRole.REPAIR_HEAD;
            case RECEIVER -> NodeRole.RECEIVER;
        };
    }
}
