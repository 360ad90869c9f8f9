package io.trackmc.sim.rekey;

import io.trackmc.keys.transport.bundle.Member;
import io.trackmc.keys.transport.bundle.NodeRole;
import io.trackmc.keys.transport.bundle.OwnRegion;
import io.trackmc.keys.transport.bundle.ParentSecrets;
import io.trackmc.keys.transport.bundle.RekeyState;
import io.trackmc.keys.transport.bundle.TransportBundle;
import io.trackmc.keys.transport.hop.NodeHopKeys;
import io.trackmc.keys.transport.key.BindMaster;
import io.trackmc.keys.transport.key.GroupAuthKey;
import io.trackmc.keys.transport.key.InteriorSecret;
import io.trackmc.keys.transport.key.RegionSecret;
import io.trackmc.keys.transport.key.RenewedRegion;
import io.trackmc.keys.transport.key.Secret;
import io.trackmc.keys.transport.msa.KeyRing;
import io.trackmc.keys.transport.msa.TransportEpoch;
import io.trackmc.keys.transport.rekey.MemberRekeys;
import io.trackmc.keys.transport.rekey.RekeyTarget;
import io.trackmc.proto.protect.HopKeys;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.proto.wire.InnerHeader;
import io.trackmc.proto.wire.RekeyPart;
import io.trackmc.sim.core.Seed;
import io.trackmc.sim.tree.SeededSecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who has copied all transport keys of a repair head, its place in the key trees too: follows rekeys as long as they open them, never
 * forgets a key, and can make packets in the name of that node, and of its parent to the region that both are in.
 */
public final class Thief {

    private static final int ALL = 1 << 20;

    private final TransportBundle bundle;
    private final KeyRing<TransportEpoch> ring;
    private final MemberRekeys<GroupAuthKey> rekeys;
    private final List<Secret> held = new ArrayList<>();
    private final Map<Integer, RegionSecret> regions = new HashMap<>();
    private InteriorSecret interior;

    /** @param bundle what the node was given; of the thief's own */
    Thief(TransportBundle bundle) {
        this.bundle = bundle;
        this.interior = Objects.requireNonNull(bundle.interiorSecret());
        ring = new KeyRing<>(bundle.epochs(), bundle.activeEpoch());
        ring.keepAhead(ALL);
        OwnRegion own = own();
        regions.put(own.id(), own.secret());
        for (ParentSecrets parent : bundle.parents()) {
            if (parent.regionSecret() != null) {
                regions.put(parent.region(), parent.regionSecret());
            }
        }
        held.add(interior);
        held.add(own.bindMaster());
        held.addAll(regions.values());
        bundle.epochs().forEach(epoch -> held.add(epoch.key()));
        RekeyState state = Objects.requireNonNull(bundle.rekey());
        rekeys = new MemberRekeys<>(KeyLayer.TRANSPORT, bundle.gid(), state, new Loot());
    }

    /** Takes in an INNER of a transport rekey, as a member would. */
    public void take(byte[] inner) {
        if (inner[InnerHeader.TYPE_OFFSET] == RekeyPart.TYPE_HEADER) {
            rekeys.header(inner, 0, inner.length);
        } else {
            rekeys.chunk(inner, 0, inner.length);
        }
    }

    /** Newest epoch that it has the key of. */
    public long epoch() {
        return ring.newest().epoch();
    }

    /** All that it ever had: GroupAuthKeys, InteriorSecrets, RegionSecrets and the BindMaster. */
    public List<Secret> held() {
        return List.copyOf(held);
    }

    /** Keys to speak as the node itself, in the newest epoch that it has. */
    public HopKeys asItself(Incarnation run) {
        OwnRegion own = own();
        return keys(bundle.self(), new OwnRegion(own.id(), own.hasLeaves(), region(own.id()), own.bindMaster()),
                bundle.parents().stream().map(parent -> new ParentSecrets(parent.id(), parent.region(),
                        parent.hasLeaves(), regions.get(parent.region()), parent.bindKey())).toList(),
                run);
    }

    /** Keys to speak to a region as the sender, which is the node's parent; null when another one is. */
    public @Nullable HopKeys asSender(Incarnation run) {
        ParentSecrets parent = bundle.parents().getFirst();
        Member sender = Objects.requireNonNull(bundle.roster().find(parent.id()));
        if (sender.role() != NodeRole.SENDER) {
            return null;
        }
        // Of a parent's own secrets it has none; to a region that does not matter.
        BindMaster unknown = BindMaster.generate(new SeededSecureRandom(new Seed(epoch())));
        return keys(sender, new OwnRegion(parent.region(), parent.hasLeaves(), region(parent.region()), unknown),
                List.of(), run);
    }

    private HopKeys keys(Member self, OwnRegion own, List<ParentSecrets> parents, Incarnation run) {
        TransportEpoch newest = ring.newest();
        return new NodeHopKeys(new TransportBundle(bundle.gid(), bundle.groupName(), self, bundle.sourceId(),
                newest.epoch(), List.of(newest), interior, own, parents, bundle.roster()), run);
    }

    private OwnRegion own() {
        return Objects.requireNonNull(bundle.ownRegion());
    }

    private RegionSecret region(int id) {
        return Objects.requireNonNull(regions.get(id));
    }

    private final class Loot implements RekeyTarget<GroupAuthKey> {

        @Override
        public KeyRing<?> ring() {
            return ring;
        }

        @Override
        public GroupAuthKey newEpochKey() {
            return new GroupAuthKey();
        }

        @Override
        public boolean holdsRegion(int region) {
            return true; // whatever it can open
        }

        @Override
        public void install(long epoch, int spi, GroupAuthKey key, @Nullable InteriorSecret fresh,
                List<RenewedRegion> renewed) {
            ring.install(TransportEpoch.of(bundle.gid(), epoch, spi, key));
            held.add(key);
            if (fresh != null) {
                interior = fresh;
                held.add(fresh);
            }
            renewed.forEach(region -> {
                regions.put(region.region(), region.secret());
                held.add(region.secret());
            });
        }
    }
}
