package io.trackmc.keys.controller.tree;

import io.trackmc.keys.payload.ContentEpoch;
import io.trackmc.keys.payload.GroupDataKey;
import io.trackmc.keys.transport.bundle.RekeyState;
import io.trackmc.keys.transport.key.GroupAuthKey;
import io.trackmc.keys.transport.key.InsecureSecretAccess;
import io.trackmc.keys.transport.key.InteriorSecret;
import io.trackmc.keys.transport.key.RegionSecret;
import io.trackmc.keys.transport.key.RenewedRegion;
import io.trackmc.keys.transport.key.Secret;
import io.trackmc.keys.transport.key.SecretAccess;
import io.trackmc.keys.transport.msa.EpochKey;
import io.trackmc.keys.transport.msa.KeyRing;
import io.trackmc.keys.transport.msa.TransportEpoch;
import io.trackmc.keys.transport.rekey.MemberRekeys;
import io.trackmc.keys.transport.rekey.RekeyTarget;
import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.proto.wire.InnerHeader;
import io.trackmc.proto.wire.RekeyPart;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/** A member with the code that real members have, and its secrets laid open. */
final class TestMember<K extends EpochKey, S extends Secret> implements RekeyTarget<S> {

    final int id;
    final KeyRing<K> ring;
    final MemberRekeys<S> rekeys;
    final Map<Integer, RegionSecret> regions = new HashMap<>();
    InteriorSecret interior;
    S key;
    private final Supplier<S> empty;
    private final Epochs<K, S> epochs;

    interface Epochs<K, S> {
        K of(long epoch, int spi, S key);
    }

    private TestMember(int id, KeyLayer layer, long gid, RekeyState state, K first, S key, Supplier<S> empty,
            Epochs<K, S> epochs, Map<Integer, RegionSecret> regions, InteriorSecret interior) {
        this.id = id;
        this.ring = new KeyRing<>(List.of(first), first.epoch());
        this.key = key;
        this.empty = empty;
        this.epochs = epochs;
        this.regions.putAll(regions);
        this.interior = interior;
        this.rekeys = new MemberRekeys<>(layer, gid, state, this);
    }

    static TestMember<TransportEpoch, GroupAuthKey> transport(TransportTree tree, int id, int... held) {
        Map<Integer, RegionSecret> regions = new HashMap<>();
        for (int region : held) {
            regions.put(region, copy(tree.regionSecret(region), RegionSecret::of));
        }
        GroupAuthKey key = copy(tree.epoch().key(), GroupAuthKey::of);
        TransportEpoch first = TransportEpoch.of(tree.gid(), tree.epoch().epoch(), tree.epoch().spi(),
                copy(key, GroupAuthKey::of));
        RekeyState state = tree.grant(id);
        InteriorSecret interior = state.interiorLeaf() == RekeyState.NO_LEAF
                ? null : copy(tree.interiorSecret(), InteriorSecret::of);
        return new TestMember<>(id, KeyLayer.TRANSPORT, tree.gid(), state, first, key, GroupAuthKey::new,
                (epoch, spi, k) -> TransportEpoch.of(tree.gid(), epoch, spi, k), regions, interior);
    }

    static TestMember<ContentEpoch, GroupDataKey> content(ContentTree tree, int id) {
        GroupDataKey key = copy(tree.epoch().key(), GroupDataKey::of);
        ContentEpoch first = ContentEpoch.of(tree.gid(), tree.epoch().epoch(), tree.epoch().spi(),
                copy(key, GroupDataKey::of));
        return new TestMember<>(id, KeyLayer.CONTENT, tree.gid(), tree.grant(id), first, key, GroupDataKey::new,
                (epoch, spi, k) -> ContentEpoch.of(tree.gid(), epoch, spi, k), Map.of(), null);
    }

    static <T extends Secret> T copy(Secret of, BiFunction<byte[], SecretAccess, T> type) {
        return type.apply(of.copy(InsecureSecretAccess.get()), InsecureSecretAccess.get());
    }

    /** Brings everything of a rekey in the order in which it was made, and changes over. */
    void follow(Rekey rekey) {
        take(rekey.header());
        for (int part = 1; part <= rekey.chunkCount(); part++) {
            take(rekey.chunk(part));
        }
        changeOver();
    }

    /** Changes over until nothing waits. */
    void changeOver() {
        do {
            rekeys.activate();
        } while (rekeys.tryApply());
        rekeys.activate();
    }

    Object take(byte[] inner) {
        return inner[InnerHeader.TYPE_OFFSET] == RekeyPart.TYPE_HEADER
                ? rekeys.header(inner, 0, inner.length)
                : rekeys.chunk(inner, 0, inner.length);
    }

    @Override
    public KeyRing<?> ring() {
        return ring;
    }

    @Override
    public S newEpochKey() {
        return empty.get();
    }

    @Override
    public boolean holdsRegion(int region) {
        return regions.containsKey(region);
    }

    @Override
    public void install(long epoch, int spi, S newKey, InteriorSecret newInterior, List<RenewedRegion> renewed) {
        ring.install(epochs.of(epoch, spi, newKey));
        key = newKey;
        if (newInterior != null) {
            interior = newInterior;
        }
        renewed.forEach(r -> regions.put(r.region(), r.secret()));
    }
}
