package io.trackmc.sim.rekey;

import io.trackmc.keys.controller.tree.AuthorityTree;
import io.trackmc.keys.controller.tree.ContentTree;
import io.trackmc.keys.controller.tree.Rekey;
import io.trackmc.keys.controller.tree.RekeySigner;
import io.trackmc.keys.controller.tree.RekeyTerms;
import io.trackmc.keys.controller.tree.TransportTree;
import io.trackmc.keys.transport.bundle.OwnRegion;
import io.trackmc.keys.transport.bundle.ParentSecrets;
import io.trackmc.keys.transport.key.BindKey;
import io.trackmc.keys.transport.key.KeySchedule;
import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.sim.core.Seed;
import io.trackmc.sim.tree.Place;
import io.trackmc.sim.tree.SeededSecureRandom;
import io.trackmc.sim.tree.Topology;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/** The key trees of both authorities of a simulated group, as they are deployed. Only the randomness is not real. Not thread-safe. */
public final class GroupTrees {

    private final Topology topology;
    private final TransportTree transport;
    private final ContentTree content;
    private final BitSet parentsOfLeaves;
    private final KeySchedule schedule = new KeySchedule();

    /** Everybody of the topology is a member but those who are {@code late}. */
    public GroupTrees(Topology topology, BitSet late, Seed seed) {
        this.topology = topology;
        SecureRandom random = new SeededSecureRandom(seed);
        this.transport = TransportTree.create(seed.value(), RekeySigner.generate(random), random);
        this.content = ContentTree.create(seed.value(), RekeySigner.generate(random), random);
        if (topology.tenants() == 1) {
            transport.nameInRegions();
        }
        this.parentsOfLeaves = topology.parentsOfLeaves();
        for (Place place : topology.places()) {
            if (transport.isFull() || content.isFull()) {
                settle();
            }
            if (place.role() != Place.Role.RECEIVER) {
                joinHead(place);
            } else if (!late.get(place.id())) {
                join(place.id());
            }
        }
        settle();
    }

    /** Who is where. */
    public Topology topology() {
        return topology;
    }

    /** The transport controller's keys. */
    public TransportTree transport() {
        return transport;
    }

    /** The content authority's keys. */
    public ContentTree content() {
        return content;
    }

    /** The keys of a layer. */
    public AuthorityTree of(KeyLayer layer) {
        return layer == KeyLayer.TRANSPORT ? transport : content;
    }

    /** A receiver becomes a member of both layers; it is given keys when its host starts, which is to be after the next rekeys. */
    public void join(int receiver) {
        Place place = topology.place(receiver);
        int[] backups = heldRegions(place).skip(1).toArray();
        transport.join(receiver, home(place), backups);
        content.join(receiver, home(place));
    }

    /** A receiver leaves both layers. */
    public void leave(int receiver) {
        transport.leave(receiver);
        content.leave(receiver);
    }

    /** A receiver is expelled from both layers. Whom there is no place for in the content header, parents know from transport rekeys. */
    public void expel(int receiver) {
        transport.expel(receiver);
        if (content.isFull()) {
            content.leave(receiver);
        } else {
            content.expel(receiver);
        }
    }

    /** Makes the next rekey of a layer; returns its INNERs, the header first. */
    public List<byte[]> rekey(KeyLayer layer, RekeyTerms terms) {
        Rekey rekey = of(layer).rekey(terms, null);
        List<byte[]> inners = new ArrayList<>(List.of(rekey.header()));
        for (int part = 1; part <= rekey.chunkCount(); part++) {
            inners.add(rekey.chunk(part));
        }
        return inners;
    }

    /** Whether receivers may be in the region of a parent. */
    public boolean hasLeaves(int parent) {
        return parentsOfLeaves.get(parent);
    }

    /** What a sender or repair head is given for its own region. */
    public OwnRegion ownRegion(Place place) {
        return new OwnRegion(place.region(), parentsOfLeaves.get(place.id()), transport.regionSecret(place.region()),
                transport.bindMaster(place.region()));
    }

    /** What a node is given for one of its parents. */
    public ParentSecrets parentSecrets(int child, Place parent) {
        BindKey bindKey = new BindKey();
        schedule.bindKey(transport.bindMaster(parent.region()), parent.id(), child, bindKey);
        return new ParentSecrets(parent.id(), parent.region(), parentsOfLeaves.get(parent.id()),
                topology.areApart(child, parent.id()) ? null : transport.regionSecret(parent.region()), bindKey);
    }

    /** Regions of its parents whose secrets a node is given. */
    public IntStream heldRegions(Place place) {
        return place.parents().stream().filter(parent -> !topology.areApart(place.id(), parent))
                .mapToInt(parent -> topology.place(parent).region());
    }

    private void settle() {
        transport.settle();
        content.settle();
    }

    private void joinHead(Place place) {
        boolean sends = place.role() == Place.Role.SENDER;
        transport.joinHead(place.id(), place.region(), sends ? 0 : home(place), heldRegions(place).toArray());
        if (sends) {
            content.join(place.id(), 0);
        } else {
            content.addRegion(place.region(), home(place));
        }
    }

    private int home(Place place) {
        return topology.place(place.parents().getFirst()).region();
    }
}
