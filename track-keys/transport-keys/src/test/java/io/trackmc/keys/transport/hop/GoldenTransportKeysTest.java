package io.trackmc.keys.transport.hop;

import static io.trackmc.keys.transport.Vectors.bytes;
import static io.trackmc.keys.transport.Vectors.incarnation;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import io.trackmc.keys.transport.Vectors;
import io.trackmc.keys.transport.bundle.Member;
import io.trackmc.keys.transport.bundle.NodeRole;
import io.trackmc.keys.transport.bundle.OwnRegion;
import io.trackmc.keys.transport.bundle.ParentSecrets;
import io.trackmc.keys.transport.bundle.Roster;
import io.trackmc.keys.transport.bundle.TransportBundle;
import io.trackmc.keys.transport.key.BindKey;
import io.trackmc.keys.transport.key.BindMaster;
import io.trackmc.keys.transport.key.DataRootKey;
import io.trackmc.keys.transport.key.GroupAuthKey;
import io.trackmc.keys.transport.key.GrantInfo;
import io.trackmc.keys.transport.key.HopInfo;
import io.trackmc.keys.transport.key.HopKey;
import io.trackmc.keys.transport.key.HopRoot;
import io.trackmc.keys.transport.key.InsecureSecretAccess;
import io.trackmc.keys.transport.key.InteriorNodeKey;
import io.trackmc.keys.transport.key.InteriorPairKey;
import io.trackmc.keys.transport.key.InteriorRegionKey;
import io.trackmc.keys.transport.key.InteriorSecret;
import io.trackmc.keys.transport.key.KeySchedule;
import io.trackmc.keys.transport.key.KeyWrap;
import io.trackmc.keys.transport.key.KeyWrappingKey;
import io.trackmc.keys.transport.key.LeafPairKey;
import io.trackmc.keys.transport.key.RegionSecret;
import io.trackmc.keys.transport.key.Secret;
import io.trackmc.keys.transport.key.SecretAccess;
import io.trackmc.keys.transport.key.StalePairKey;
import io.trackmc.keys.transport.key.SubgroupAuthKey;
import io.trackmc.keys.transport.msa.TransportEpoch;
import io.trackmc.proto.event.DropReason;
import io.trackmc.proto.protect.Direction;
import io.trackmc.proto.protect.HopKeys;
import io.trackmc.proto.protect.HopVerifier;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.protect.KeyClass;
import io.trackmc.proto.wire.OuterHeader;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Derivations and ICVs against vectors that were computed from the text of the wire format by another implementation: first each
 * derivation by itself, then whole datagrams through the keys of a node that holds nothing but its bundle.
 */
class GoldenTransportKeysTest {

    private static final Config GOLDEN = Vectors.resource("golden/transport-keys.json");
    private static final long GID = Long.parseUnsignedLong(GOLDEN.getString("gid"), 16);
    private static final long EPOCH = Long.parseUnsignedLong(GOLDEN.getString("epoch"), 16);
    private static final long NO_EPOCH = 0;
    private static final int SPI = (int) Long.parseLong(GOLDEN.getString("spi"), 16);
    private static final int PARENT = Integer.parseUnsignedInt(GOLDEN.getString("parent"));
    private static final int CHILD = Integer.parseUnsignedInt(GOLDEN.getString("child"));

    private final GroupAuthKey groupAuthKey = secret("groupAuthKey", GroupAuthKey::of);
    private final InteriorSecret interiorSecret = secret("interiorSecret", InteriorSecret::of);
    private final RegionSecret regionSecret = secret("regionSecret", RegionSecret::of);
    private final BindMaster bindMaster = secret("bindMaster", BindMaster::of);
    private final BindKey bindKey = secret("bindKey", BindKey::of);
    private final TransportEpoch epoch = TransportEpoch.of(GID, EPOCH, SPI, groupAuthKey);

    static Stream<Config> hops() {
        return GOLDEN.getConfigList("hops").stream().map(Config.class::cast);
    }

    @ParameterizedTest
    @MethodSource("hops")
    void shouldDeriveEveryKeyAndTheIcv(Config hop) {
        KeySchedule schedule = new KeySchedule();
        InteriorNodeKey interiorNodeKey = new InteriorNodeKey();
        schedule.interiorNodeKey(groupAuthKey, interiorSecret, interiorNodeKey);
        BindKey derived = new BindKey();
        schedule.bindKey(bindMaster, PARENT, CHILD, derived);
        assertThat(raw(interiorNodeKey)).isEqualTo(bytes(GOLDEN, "interiorNodeKey"));
        assertThat(derived).isEqualTo(bindKey);

        HopRoot root = root(KeyClass.valueOf(hop.getString("class")), schedule, interiorNodeKey);
        HopKey hopKey = new HopKey();
        schedule.hopKey(root, info(hop), hopKey);
        assertThat(raw(root)).isEqualTo(bytes(hop, "rootKey"));
        assertThat(raw(hopKey)).isEqualTo(bytes(hop, "hopKey"));
        assertThat(icv(hop, hopKey)).isEqualTo(bytes(hop, "icv"));
    }

    static Stream<Config> grants() {
        return GOLDEN.getConfigList("grants").stream().map(Config.class::cast);
    }

    @ParameterizedTest
    @MethodSource("grants")
    void shouldWrapTheKeyOfARegionForAChildOfAnotherTenant(Config grant) {
        KeySchedule schedule = new KeySchedule();
        InteriorNodeKey interiorNodeKey = new InteriorNodeKey();
        schedule.interiorNodeKey(groupAuthKey, interiorSecret, interiorNodeKey);
        HopRoot pair = root(keyClass(grant, "pairClass"), schedule, interiorNodeKey);
        HopRoot regionKey = root(keyClass(grant, "regionClass"), schedule, interiorNodeKey);
        KeyWrappingKey wrapping = new KeyWrappingKey();
        schedule.grantKey(pair, new GrantInfo(GID).of(Integer.parseUnsignedInt(grant.getString("region")), EPOCH)
                .from(PARENT, incarnation(grant, "parentIncarnation"))
                .to(CHILD, incarnation(grant, "childIncarnation")), wrapping);
        byte[] wrap = new byte[KeyWrap.LENGTH];
        new KeyWrap().wrap(wrapping, regionKey, wrap, 0);
        assertThat(raw(pair)).isEqualTo(bytes(grant, "pairKey"));
        assertThat(raw(regionKey)).isEqualTo(bytes(grant, "regionKey"));
        assertThat(raw(wrapping)).isEqualTo(bytes(grant, "wrappingKey"));
        assertThat(wrap).isEqualTo(bytes(grant, "wrap"));
    }

    private static KeyClass keyClass(Config grant, String name) {
        int code = grant.getInt(name);
        return Stream.of(KeyClass.values()).filter(known -> known.code() == code).findFirst().orElseThrow();
    }

    private HopRoot root(KeyClass keyClass, KeySchedule schedule, InteriorNodeKey interiorNodeKey) {
        DataRootKey data = new DataRootKey();
        SubgroupAuthKey region = new SubgroupAuthKey();
        InteriorRegionKey interiorRegion = new InteriorRegionKey();
        LeafPairKey leafPair = new LeafPairKey();
        StalePairKey stalePair = new StalePairKey();
        InteriorPairKey interiorPair = new InteriorPairKey();
        schedule.dataRootKey(groupAuthKey, data);
        schedule.subgroupAuthKey(groupAuthKey, regionSecret, region);
        schedule.interiorRegionKey(interiorNodeKey, regionSecret, interiorRegion);
        schedule.leafPairKey(groupAuthKey, bindKey, leafPair);
        schedule.interiorPairKey(interiorNodeKey, bindKey, interiorPair);
        schedule.stalePairKey(bindKey, stalePair);
        return switch (keyClass) {
            case DATA -> data;
            case REGION -> region;
            case INTERIOR_REGION -> interiorRegion;
            case LEAF_PAIR -> leafPair;
            case INTERIOR_PAIR -> interiorPair;
            case STALE_PAIR -> stalePair;
        };
    }

    private static HopInfo info(Config hop) {
        return new HopInfo(GID)
                .on(KeyClass.valueOf(hop.getString("class")), Direction.valueOf(hop.getString("direction")),
                        Integer.parseUnsignedInt(hop.getString("region")))
                .from(Integer.parseUnsignedInt(hop.getString("origin")), incarnation(hop, "originIncarnation"))
                .to(Integer.parseUnsignedInt(hop.getString("destination")), incarnation(hop, "destinationIncarnation"))
                .in(KeyClass.valueOf(hop.getString("class")) == KeyClass.STALE_PAIR ? NO_EPOCH : EPOCH);
    }

    private static byte[] icv(Config hop, HopKey hopKey) {
        PacketDigests digests = new PacketDigests();
        HopMac mac = new HopMac();
        mac.set(hopKey, Long.parseUnsignedLong(hop.getString("channelId"), 16));
        byte[] outer = bytes(hop, "outer");
        mac.compute(digests, outer, 0, outer.length, bytes(hop, "innerDigest"), 0);
        return Arrays.copyOf(digests.mac, 16);
    }

    @ParameterizedTest
    @MethodSource("hops")
    void shouldAcceptTheDatagramAtTheNodeItIsFor(Config hop) {
        byte[] datagram = bytes(hop, "datagram");
        KeyClass keyClass = KeyClass.valueOf(hop.getString("class"));
        Direction direction = Direction.valueOf(hop.getString("direction"));
        Incarnation origin = incarnation(hop, "originIncarnation");
        Incarnation destination = incarnation(hop, "destinationIncarnation");
        int outerLength = OuterHeader.outerLength(datagram, 0);

        if (keyClass == KeyClass.STALE_PAIR) {
            assertThat(verifyStale(direction, datagram, outerLength)).isNull();
            return;
        }
        if (direction == Direction.UP && destination.equals(Incarnation.ZERO)) {
            NodeHopKeys parent = new NodeHopKeys(parentBundle(keyClass), new Incarnation(5, 5));
            assertThat(parent.verifyBindRequest(CHILD, keyClass, origin.high(), origin.low(), datagram, 0, outerLength))
                    .isNull();
            return;
        }
        HopVerifier verifier = switch (direction) {
            case MULTICAST -> keyClass == KeyClass.DATA
                    ? new NodeHopKeys(childBundle(keyClass, PARENT), origin).dataVerifier(PARENT, origin)
                    : new NodeHopKeys(childBundle(keyClass, 9), origin).regionVerifier(PARENT, origin);
            case UP -> new NodeHopKeys(parentBundle(keyClass), destination).upVerifier(CHILD, keyClass, origin);
            case DOWN -> new NodeHopKeys(childBundle(keyClass, 9), destination).downVerifier(PARENT, origin);
        };
        assertThat(verify(verifier, hop, datagram, outerLength)).isNull();
    }

    private @Nullable DropReason verifyStale(Direction direction, byte[] datagram, int outerLength) {
        Incarnation own = new Incarnation(5, 5);
        if (direction == Direction.UP) {
            return new NodeHopKeys(parentBundle(KeyClass.LEAF_PAIR), own).stalePairs()
                    .verifyRequest(CHILD, datagram, 0, outerLength);
        }
        int innerLength = datagram.length - outerLength - HopKeys.ICV_LENGTH;
        return new NodeHopKeys(childBundle(KeyClass.LEAF_PAIR, 9), own).stalePairs()
                .verifyRekey(PARENT, datagram, 0, outerLength, innerLength);
    }

    private static DropReason verify(HopVerifier verifier, Config hop, byte[] datagram, int outerLength) {
        int innerLength = bytes(hop, "inner").length;
        if (innerLength == 0) {
            return verifier.verify(datagram, 0, outerLength);
        }
        byte[] digest = new byte[32];
        DropReason reason = verifier.verify(datagram, 0, outerLength, innerLength, digest, 0);
        assertThat(digest).isEqualTo(bytes(hop, "innerDigest"));
        return reason;
    }

    /** The parent, a repair head. */
    private TransportBundle parentBundle(KeyClass pairClass) {
        Member self = new Member(PARENT, "parent", NodeRole.REPAIR_HEAD);
        ParentSecrets sender = new ParentSecrets(9, 0, true, RegionSecret.generate(new SecureRandom()),
                secret("bindKey", BindKey::of));
        return new TransportBundle(GID, "golden", self, 9, EPOCH, List.of(epoch), interiorSecret,
                new OwnRegion(region(), true, regionSecret, bindMaster), List.of(sender), roster(pairClass, 9));
    }

    /** The child of the parent, which is the sender where its node id is that of the source. */
    private TransportBundle childBundle(KeyClass keyClass, int source) {
        Member self = child(keyClass);
        boolean isRepairHead = self.role() == NodeRole.REPAIR_HEAD;
        ParentSecrets parent = new ParentSecrets(PARENT, source == PARENT ? 0 : region(),
                keyClass != KeyClass.INTERIOR_REGION, regionSecret, bindKey);
        return new TransportBundle(GID, "golden", self, source, EPOCH, List.of(epoch),
                isRepairHead ? interiorSecret : null,
                isRepairHead ? new OwnRegion(3, true, RegionSecret.generate(new SecureRandom()), bindMaster) : null,
                List.of(parent),
                roster(keyClass, source));
    }

    private static Roster roster(KeyClass keyClass, int source) {
        return Roster.of(source == PARENT
                ? List.of(new Member(PARENT, "parent", NodeRole.SENDER), child(keyClass))
                : List.of(new Member(source, "sender", NodeRole.SENDER),
                        new Member(PARENT, "parent", NodeRole.REPAIR_HEAD), child(keyClass)));
    }

    private static Member child(KeyClass keyClass) {
        boolean isRepairHead = keyClass == KeyClass.INTERIOR_PAIR || keyClass == KeyClass.INTERIOR_REGION;
        return new Member(CHILD, "child", isRepairHead ? NodeRole.REPAIR_HEAD : NodeRole.RECEIVER);
    }

    private static int region() {
        return Integer.parseUnsignedInt(GOLDEN.getConfigList("hops").getLast().getString("region"));
    }

    private static <S extends Secret> S secret(String key, BiFunction<byte[], SecretAccess, S> type) {
        return type.apply(bytes(GOLDEN, key), InsecureSecretAccess.get());
    }

    private static byte[] raw(Secret secret) {
        return secret.copy(InsecureSecretAccess.get());
    }
}
