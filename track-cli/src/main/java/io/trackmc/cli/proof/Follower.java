package io.trackmc.cli.proof;

import io.trackmc.keys.payload.ContentBundle;
import io.trackmc.keys.payload.ContentEpoch;
import io.trackmc.keys.payload.GroupDataKey;
import io.trackmc.keys.transport.bundle.OwnRegion;
import io.trackmc.keys.transport.bundle.ParentSecrets;
import io.trackmc.keys.transport.bundle.RekeyState;
import io.trackmc.keys.transport.bundle.TransportBundle;
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
import io.trackmc.keys.transport.rekey.LayerRekeys;
import io.trackmc.keys.transport.rekey.MemberRekeys;
import io.trackmc.keys.transport.rekey.RekeyTarget;
import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.proto.wire.RekeyPart;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a member can make of rekeys: follows them with its own keys, by the code of real members, and keeps a copy of every key of an epoch and every
 * secret that it gets. It keeps them however much the group wants it to forget.
 */
public final class Follower {

    private Follower() {}

    /**
     * All content epochs that a member comes to know, those of its bundle first.
     *
     * @param bundle its own copy, the keys of whose path are used up
     * @param rekeys INNERs of rekeys, in any order
     */
    public static List<ContentEpoch> content(ContentBundle bundle, List<byte[]> rekeys) {
        List<ContentEpoch> known = new ArrayList<>(bundle.epochs().stream().map(Follower::copy).toList());
        RekeyState state = bundle.rekey();
        if (state != null) {
            KeyRing<ContentEpoch> ring = new KeyRing<>(bundle.epochs(), bundle.activeEpoch());
            feed(new MemberRekeys<>(KeyLayer.CONTENT, bundle.gid(), state, new Target<>(ring, GroupDataKey::new) {
                @Override
                public void install(long epoch, int spi, GroupDataKey key, @Nullable InteriorSecret interior,
                        List<RenewedRegion> regions) {
                    ContentEpoch installed = ContentEpoch.of(bundle.gid(), epoch, spi, key);
                    known.add(copy(installed));
                    ring.install(installed);
                    ring.activate(epoch);
                }
            }), rekeys);
        }
        return known;
    }

    /**
     * The transport keys of a node, once as its bundle has them and once for each rekey that it can apply, with that epoch alone.
     *
     * @param bundle its own copy, the keys of whose path are used up
     * @param rekeys INNERs of rekeys, in any order
     */
    public static List<TransportBundle> transport(TransportBundle bundle, List<byte[]> rekeys) {
        List<TransportBundle> known = new ArrayList<>();
        known.add(with(bundle, bundle.epochs(), bundle.activeEpoch(), null, List.of()));
        RekeyState state = bundle.rekey();
        if (state != null) {
            KeyRing<TransportEpoch> ring = new KeyRing<>(bundle.epochs(), bundle.activeEpoch());
            feed(new MemberRekeys<>(KeyLayer.TRANSPORT, bundle.gid(), state, new Target<>(ring, GroupAuthKey::new) {
                @Override
                public boolean holdsRegion(int region) {
                    OwnRegion own = bundle.ownRegion();
                    return (own != null && own.id() == region)
                            || bundle.parents().stream().anyMatch(parent -> parent.region() == region);
                }

                @Override
                public void install(long epoch, int spi, GroupAuthKey key, @Nullable InteriorSecret interior,
                        List<RenewedRegion> regions) {
                    TransportEpoch installed = TransportEpoch.of(bundle.gid(), epoch, spi, key);
                    known.add(with(known.getLast(), List.of(installed), epoch, interior, regions));
                    ring.install(installed);
                    ring.activate(epoch);
                }
            }), rekeys);
        }
        return known;
    }

    /** Chunks behind their headers, and each once. */
    private static void feed(LayerRekeys member, List<byte[]> rekeys) {
        Map<Long, byte[]> ordered = new TreeMap<>();
        rekeys.forEach(inner -> ordered.put(
                RekeyPart.sequence(RekeyPart.rekey(inner, 0), RekeyPart.part(inner, 0)), inner));
        for (byte[] inner : ordered.values()) {
            if (RekeyPart.part(inner, 0) == RekeyPart.HEADER_PART) {
                var _ = member.header(inner, 0, inner.length);
            } else {
                var _ = member.chunk(inner, 0, inner.length);
            }
        }
    }

    private static TransportBundle with(TransportBundle before, List<TransportEpoch> epochs, long active,
            @Nullable InteriorSecret newInterior, List<RenewedRegion> regions) {
        OwnRegion own = before.ownRegion();
        InteriorSecret interior = newInterior == null ? before.interiorSecret() : newInterior;
        return new TransportBundle(before.gid(), before.groupName(), before.self(), before.sourceId(), active,
                epochs.stream().map(Follower::copy).toList(),
                interior == null ? null : copy(interior, InteriorSecret::of),
                own == null ? null : new OwnRegion(own.id(), own.hasLeaves(),
                        region(own.id(), own.secret(), regions), own.bindMaster()),
                before.parents().stream().map(parent -> copy(parent, regions)).toList(),
                before.roster());
    }

    private static ParentSecrets copy(ParentSecrets parent, List<RenewedRegion> regions) {
        RegionSecret before = parent.regionSecret();
        return new ParentSecrets(parent.id(), parent.region(), parent.hasLeaves(),
                before == null ? null : region(parent.region(), before, regions), parent.bindKey());
    }

    private static RegionSecret region(int id, RegionSecret before, List<RenewedRegion> regions) {
        RegionSecret secret = regions.stream().filter(region -> region.region() == id).map(RenewedRegion::secret)
                .findFirst().orElse(before);
        return copy(secret, RegionSecret::of);
    }

    private static ContentEpoch copy(ContentEpoch epoch) {
        return ContentEpoch.of(epoch.msa().gid(), epoch.epoch(), epoch.spi(), copy(epoch.key(), GroupDataKey::of));
    }

    private static TransportEpoch copy(TransportEpoch epoch) {
        return TransportEpoch.of(epoch.msa().gid(), epoch.epoch(), epoch.spi(), copy(epoch.key(), GroupAuthKey::of));
    }

    private static <S extends Secret> S copy(S secret, BiFunction<byte[], SecretAccess, S> type) {
        return type.apply(secret.copy(InsecureSecretAccess.get()), InsecureSecretAccess.get());
    }

    /** What both layers have in common. */
    private abstract static class Target<S extends Secret> implements RekeyTarget<S> {

        private final KeyRing<? extends EpochKey> ring;
        private final Supplier<S> empty;

        Target(KeyRing<? extends EpochKey> ring, Supplier<S> empty) {
            this.ring = ring;
            this.empty = empty;
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
            return false;
        }
    }
}
