package io.trackmc.sim.rekey;

import io.trackmc.keys.payload.AesGcmContentOpener;
import io.trackmc.keys.payload.AesGcmContentSealer;
import io.trackmc.keys.payload.ContentEpoch;
import io.trackmc.keys.payload.ContentKeys;
import io.trackmc.keys.payload.GroupDataKey;
import io.trackmc.keys.transport.hop.NodeHopKeys;
import io.trackmc.keys.transport.key.GroupAuthKey;
import io.trackmc.keys.transport.msa.TransportEpoch;
import io.trackmc.proto.protect.ContentOpener;
import io.trackmc.proto.protect.ContentSealer;
import io.trackmc.proto.protect.HopKeys;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.protect.KeyChange;
import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.proto.rekey.ExpelledIds;
import io.trackmc.proto.rekey.MemoryExpelledIds;
import io.trackmc.proto.rekey.NodeRekeys;
import io.trackmc.proto.rekey.RekeyStore;
import io.trackmc.sim.core.Seed;
import io.trackmc.sim.tree.NodeKeys;
import io.trackmc.sim.tree.Place;
import io.trackmc.sim.tree.RunKeys;
import io.trackmc.sim.tree.SeededSecureRandom;
import io.trackmc.sim.tree.Topology;
import io.trackmc.sim.tree.TreeKeys;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Both authorities of a simulated group. Signatures, paths and wrapped keys of their rekeys are patterns; epochs are real keys, which a
 * node gets when all slices that it needs have reached it, so that changeovers and unknown SPIs really happen.
 */
public final class ToyAuthority implements NodeKeys {

    private static final int MAX_CHUNKS = 4;
    private static final int MAX_ENTRY_BYTES = 564;
    private static final int INTERIOR = -1;

    private final Topology topology;
    private final Seed seed;
    private final TreeKeys keys;
    private final RandomGenerator random;
    private final Map<KeyLayer, List<ToyRekey>> rekeys = new TreeMap<>();
    private final Map<Integer, ExpelledIds> stateDirectories = new TreeMap<>();

    public ToyAuthority(Topology topology, Seed seed) {
        this.topology = topology;
        this.seed = seed;
        this.keys = new TreeKeys(topology, seed);
        this.random = seed.child("rekeys").generator();
        for (KeyLayer layer : KeyLayer.values()) {
            rekeys.put(layer, new ArrayList<>());
        }
    }

    /** Makes the next rekey of a layer; returns its INNERs, the header first. */
    public List<byte[]> rekey(KeyLayer layer, KeyChange change, Set<Integer> expelled) {
        long number = newest(layer) + 1;
        Set<Integer> changed = changedSlices(layer, expelled);
        Map<Integer, List<byte[]>> slices = new TreeMap<>();
        int part = 1;
        for (int slice : changed) {
            int count = 1 + random.nextInt(MAX_CHUNKS);
            List<byte[]> chunks = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                chunks.add(ToyWriter.chunk(layer, number, part++, slice, slice == INTERIOR ? INTERIOR
                        : parentRegion(slice), i, count, 1 + random.nextInt(MAX_ENTRY_BYTES)));
            }
            slices.put(slice, chunks);
        }
        byte[] header = ToyWriter.header(layer, number, keys.gid(), part - 1, change, expelled);
        made(layer).add(new ToyRekey(layer, number, change, header, slices, Set.copyOf(expelled)));
        List<byte[]> inners = new ArrayList<>(List.of(header));
        slices.values().forEach(inners::addAll);
        return inners;
    }

    /** Number of the newest rekey of a layer; 0 none. */
    public long newest(KeyLayer layer) {
        return made(layer).size();
    }

    ToyRekey get(KeyLayer layer, long number) {
        return made(layer).get((int) number - 1);
    }

    /** A fresh copy, because whoever installs a key destroys it in the end. */
    TransportEpoch transportEpoch(long epoch) {
        return TransportEpoch.of(keys.gid(), epoch, ToyWriter.spi(KeyLayer.TRANSPORT, epoch),
                GroupAuthKey.generate(chance(KeyLayer.TRANSPORT, epoch)));
    }

    ContentEpoch contentEpoch(long epoch) {
        return ContentEpoch.of(keys.gid(), epoch, ToyWriter.spi(KeyLayer.CONTENT, epoch),
                GroupDataKey.generate(chance(KeyLayer.CONTENT, epoch)));
    }

    /** Regions from the root down to the one where a node is at home, its own included if it heads one. */
    List<Integer> regionPath(int node) {
        Place place = topology.place(node);
        List<Integer> path = new ArrayList<>();
        int region = place.role() == Place.Role.RECEIVER ? home(place) : place.region();
        while (region != 0) {
            path.addFirst(region);
            region = parentRegion(region);
        }
        path.addFirst(0);
        return path;
    }

    /** Newest rekey that a node may still be given; it is expelled by the next. */
    long lastFor(int node, KeyLayer layer) {
        for (ToyRekey rekey : made(layer)) {
            if (rekey.expelled().contains(node)) {
                return rekey.number() - 1;
            }
        }
        return newest(layer);
    }

    @Override
    public RunKeys ofRun(Place place, Incarnation incarnation) {
        int node = place.id();
        long transport = registered(node, KeyLayer.TRANSPORT);
        List<TransportEpoch> transportEpochs = new ArrayList<>();
        for (long epoch = Math.max(1, transport); epoch <= transport + 1; epoch++) {
            transportEpochs.add(transportEpoch(epoch));
        }
        NodeHopKeys hop = keys.hopKeys(node, incarnation, transportEpochs, transport + 1);
        ContentKeys content = null;
        long contentRekey = registered(node, KeyLayer.CONTENT);
        if (place.role() != Place.Role.REPAIR_HEAD) {
            List<ContentEpoch> contentEpochs = new ArrayList<>();
            for (long epoch = Math.max(1, contentRekey); epoch <= contentRekey + 1; epoch++) {
                contentEpochs.add(contentEpoch(epoch));
            }
            content = keys.contentKeys(contentEpochs, contentRekey + 1);
        }
        NodeRekeys rekeyed = new NodeRekeys(new ToyUpdates(this, place, hop, content, transport, contentRekey),
                stateDirectories.computeIfAbsent(node, _ -> new MemoryExpelledIds()), RekeyStore.DEFAULT_BYTES);
        return new RunKeys(hop, sealer(place, incarnation, content), opener(place, content), rekeyed);
    }

    /** All keys of a node in the transport epoch of an SPI, for who has stolen those that it shares with others. */
    HopKeys stolen(int node, Incarnation run, int spi) {
        long epoch = ToyWriter.epoch(spi);
        return keys.hopKeys(node, run, List.of(transportEpoch(epoch)), epoch);
    }

    /** SPI of a content epoch so many after the newest. */
    int contentSpi(int after) {
        return ToyWriter.spi(KeyLayer.CONTENT, newest(KeyLayer.CONTENT) + 1 + after);
    }

    @Override
    public HopKeys hopKeys(int node, Incarnation incarnation) {
        return ofRun(topology.place(node), incarnation).hop();
    }

    @Override
    public ContentSealer sealer(int node, Incarnation incarnation) {
        return keys.sealer(node, incarnation);
    }

    @Override
    public ContentOpener opener() {
        return keys.opener();
    }

    private static @Nullable ContentSealer sealer(Place place, Incarnation incarnation, @Nullable ContentKeys content) {
        return content != null && place.role() == Place.Role.SENDER
                ? new AesGcmContentSealer(content, place.id(), incarnation) : null;
    }

    private static @Nullable ContentOpener opener(Place place, @Nullable ContentKeys content) {
        return content != null && place.role() == Place.Role.RECEIVER ? new AesGcmContentOpener(content) : null;
    }

    /** A node that starts, or starts again, registers; a sender before anything happens. */
    private long registered(int node, KeyLayer layer) {
        return lastFor(node, layer);
    }

    private Set<Integer> changedSlices(KeyLayer layer, Set<Integer> expelled) {
        Set<Integer> changed = new TreeSet<>((a, b) -> Integer.compareUnsigned(a, b));
        changed.add(0);
        for (Place place : topology.places()) {
            boolean touched = expelled.contains(place.id()) || random.nextInt(3) == 0;
            if (touched && (layer == KeyLayer.TRANSPORT || place.role() != Place.Role.REPAIR_HEAD)) {
                changed.addAll(regionPath(place.id()));
            }
        }
        if (layer == KeyLayer.TRANSPORT && random.nextInt(4) == 0) {
            changed.add(INTERIOR);
        }
        return changed;
    }

    private int parentRegion(int region) {
        for (Place place : topology.places()) {
            if (place.role() == Place.Role.REPAIR_HEAD && place.region() == region) {
                return home(place);
            }
        }
        return 0;
    }

    private int home(Place place) {
        return topology.place(place.parents().getFirst()).region();
    }

    private List<ToyRekey> made(KeyLayer layer) {
        return Objects.requireNonNull(rekeys.get(layer));
    }

    private SecureRandom chance(KeyLayer layer, long epoch) {
        return new SeededSecureRandom(seed.child(layer.name()).child(epoch));
    }
}
