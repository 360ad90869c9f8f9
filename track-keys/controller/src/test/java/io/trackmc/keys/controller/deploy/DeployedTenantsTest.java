package io.trackmc.keys.controller.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.trackmc.keys.controller.log.KeyName;
import io.trackmc.keys.controller.plan.DefaultLayout;
import io.trackmc.keys.controller.plan.DeploymentPlan;
import io.trackmc.keys.controller.plan.PlannedNode;
import io.trackmc.keys.controller.plan.Tenants;
import io.trackmc.keys.controller.policy.Tenant;
import io.trackmc.keys.controller.tree.Rekey;
import io.trackmc.keys.controller.tree.RekeyReason;
import io.trackmc.keys.controller.tree.RekeyTerms;
import io.trackmc.keys.controller.tree.TransportTree;
import io.trackmc.keys.transport.bundle.Member;
import io.trackmc.keys.transport.bundle.NodeRole;
import io.trackmc.keys.transport.bundle.OwnRegion;
import io.trackmc.keys.transport.bundle.ParentSecrets;
import io.trackmc.keys.transport.bundle.TransportBundle;
import io.trackmc.keys.transport.bundle.TransportBundleFile;
import io.trackmc.keys.transport.hop.NodeHopKeys;
import io.trackmc.keys.transport.key.BindMaster;
import io.trackmc.keys.transport.key.InsecureSecretAccess;
import io.trackmc.keys.transport.key.InteriorSecret;
import io.trackmc.keys.transport.key.RegionSecret;
import io.trackmc.keys.transport.key.Secret;
import io.trackmc.keys.transport.rekey.LayerRekeys;
import io.trackmc.keys.transport.rekey.TransportRekeys;
import io.trackmc.proto.event.DropReason;
import io.trackmc.proto.protect.HopKeys;
import io.trackmc.proto.protect.HopSealer;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.protect.KeyClass;
import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.proto.wire.EmptyMessage;
import io.trackmc.proto.wire.MessageType;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two tenants with a repair head each: receiver-1 is at home at rh-1 and has rh-2 as a backup, receiver-2 the other way round. */
class DeployedTenantsTest {

    private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);
    private static final Incarnation RUN = new Incarnation(7, 7);
    private static final Incarnation OTHER_RUN = new Incarnation(8, 8);
    private static final int REGION_2 = 2;
    private static final RekeyTerms TERMS = RekeyTerms.of(RekeyReason.EXPULSION, NOW, 0, 1_000, 1_000,
            NOW.plusSeconds(60));

    @TempDir
    private Path temporary;

    private final SecureRandom random = new SecureRandom();
    private final DeploymentPlan plan = DeploymentPlan.of("demo", "239.1.2.3", 4000,
            Tenants.spread(DefaultLayout.of(2, 4), 2));
    private Path directory;

    @BeforeEach
    void deploy() {
        directory = temporary.resolve("d");
        StaticDeployment.write(directory, plan, random, InstantSource.fixed(NOW));
    }

    @Test
    void shouldHaveTheOwnerSignWhoseRegionsAre() {
        assertThat(new PolicyOffice(AuthorityDirectory.of(directory), _ -> {}).current().token().tenants())
                .containsExactly(new Tenant("tenant-1", List.of(1)), new Tenant("tenant-2", List.of(2)));
    }

    @Test
    void shouldGiveAKeyOfThePairButNoSecretOfARegionOfAnotherTenant() {
        TransportBundle guest = bundle("receiver-1");
        assertThat(guest.parents()).extracting(ParentSecrets::id, ParentSecrets::isApart).containsExactly(
                tuple(id("rh-1"), false),
                tuple(id("rh-2"), true),
                tuple(id("sender"), false));

        HopKeys child = new NodeHopKeys(guest, RUN);
        HopKeys head = new NodeHopKeys(bundle("rh-2"), OTHER_RUN);
        byte[] datagram = EmptyDatagram.sealedBy(child.bindRequestSealer(id("rh-2")));
        assertThat(head.verifyBindRequest(guest.self().id(), KeyClass.LEAF_PAIR, RUN.high(), RUN.low(), datagram, 0,
                EmptyDatagram.OUTER)).as("the pair's keys are there").isNull();
        assertThat(fromRegion2(head, child)).isEqualTo(DropReason.NO_REGION_KEY);

        give(head, child, 1);
        assertThat(fromRegion2(head, child)).isNull();
    }

    @Test
    void shouldLeaveNothingFromWhichTheKeyOfARegionOfAnotherTenantFollows() {
        TransportBundle outsider = bundle("receiver-3");
        List<Secret> held = secretsOf(outsider);
        assertThat(held).hasSizeGreaterThan(6);
        byte[] secret = Objects.requireNonNull(bundle("rh-2").ownRegion()).secret().copy(InsecureSecretAccess.get());
        HopKeys local = new NodeHopKeys(bundle("receiver-2"), OTHER_RUN);
        for (Secret one : held) {
            byte[] raw = one.copy(InsecureSecretAccess.get());
            assertThat(raw).isNotEqualTo(secret);
            assertThat(forgedIntoRegion2(outsider, raw, local)).as("with " + one.getClass().getSimpleName())
                    .isEqualTo(DropReason.BAD_ICV);
        }
        assertThat(forgedIntoRegion2(outsider, secret, local)).as("who has the secret can").isNull();
    }

    @Test
    void shouldNotRenewTheRegionOfATenantWhenAnotherTenantsReceiverIsExpelled() {
        TransportTree tree = open();
        tree.expel(id("receiver-1"));
        Rekey rekey = tree.rekey(TERMS, null);

        assertThat(tree.regionVersion(1)).as("its own").isEqualTo(1);
        assertThat(tree.regionVersion(REGION_2)).as("of the tenant of its backup, whose secret it never had").isZero();
        assertThat(tree.regionVersion(0)).as("everybody's").isEqualTo(1);
        for (PlannedNode node : plan.nodes()) {
            assertThat(follow(bundle(node.name()), List.of(rekey)).keys.transportEpoch()).as(node.name())
                    .isEqualTo(node.name().equals("receiver-1") ? 1 : 2);
        }
    }

    @Test
    void shouldBringNothingOfARegionToReceiversOfAnotherTenantByRekeys() {
        TransportTree tree = open();
        tree.expel(id("receiver-2"));
        List<Rekey> rekeys = new ArrayList<>(List.of(tree.rekey(TERMS, null)));
        tree.expel(id("receiver-1"));
        rekeys.add(tree.rekey(TERMS, null));
        assertThat(tree.regionVersion(REGION_2)).isEqualTo(1);

        Follower guest = follow(bundle("receiver-3"), rekeys);
        Follower head = follow(bundle("rh-2"), rekeys);
        Follower local = follow(bundle("receiver-4"), rekeys);
        assertThat(guest.keys.transportEpoch()).isEqualTo(3);
        assertThat(guest.keys.holdsRegion(REGION_2)).isFalse();
        assertThat(fromRegion2(head.keys, local.keys)).isNull();
        assertThat(fromRegion2(head.keys, guest.keys)).isEqualTo(DropReason.NO_REGION_KEY);

        give(head.keys, guest.keys, head.keys.regionGrants().offered(0));
        assertThat(fromRegion2(head.keys, guest.keys)).isNull();
    }

    @Test
    void shouldGiveAReceiverThatWasExpelledNothingThatItCanOpen() {
        TransportTree tree = open();
        tree.expel(id("receiver-1"));
        List<Rekey> rekeys = List.of(tree.rekey(TERMS, null));
        Follower expelled = follow(bundle("receiver-1"), rekeys);
        Follower head = follow(bundle("rh-2"), rekeys);

        give(head.keys, expelled.keys, head.keys.regionGrants().offered(0));

        assertThat(expelled.keys.transportEpoch()).isEqualTo(1);
        assertThat(fromRegion2(head.keys, expelled.keys)).as("even if the head gave it").isNotNull();
    }

    @Test
    void shouldGiveOneThatIsAddedLaterWhatItsTenantHas() {
        GroupPlan before = GroupPlan.of(plan);
        List<GroupPlan.Node> nodes = new ArrayList<>(before.nodes());
        GroupPlan.Node added = new GroupPlan.Node(
                new Member(99, "added", NodeRole.RECEIVER), null,
                List.of("rh-2", "rh-1", "sender"));
        nodes.add(added);
        GroupPlan grown = new GroupPlan("demo", nodes);
        TransportTree tree = open();
        tree.admit(grown.place(added));

        assertThat(grown.faultAsGrowthOf(before)).isNull();
        assertThat(grown.place(added).parents()).containsExactly(REGION_2, 0);
        assertThat(new Bundles(grown).transport(added, tree, tree.anchor(), false, _ -> false).parents())
                .extracting(ParentSecrets::region, ParentSecrets::isApart)
                .containsExactly(tuple(REGION_2, false), tuple(1, true), tuple(0, false));
    }

    @Test
    void shouldSayOfTheKeysThatItGaveWhatItGave() {
        TransportTree tree = open();
        assertThat(ReleaseNames.of(bundle("receiver-1"), tree)).contains(KeyName.regionSecret(1, 0),
                KeyName.bindKey(id("rh-2"), id("receiver-1"))).doesNotContain(KeyName.regionSecret(REGION_2, 0));
    }

    private TransportTree open() {
        return AuthorityDirectory.of(directory).state(KeyLayer.TRANSPORT).openTransport(random, _ -> {});
    }

    private TransportBundle bundle(String node) {
        return new TransportBundleFile()
                .read(directory.resolve(node).resolve(DeploymentFiles.TRANSPORT_BUNDLE), _ -> {});
    }

    private int id(String node) {
        return plan.node(node).id();
    }

    private void give(HopKeys head, HopKeys child, long epoch) {
        byte[] wrap = new byte[40];
        head.regionGrants().wrap(child.nodeId(), KeyClass.LEAF_PAIR, child.incarnation(), epoch, wrap, 0);
        child.regionGrants().take(id("rh-2"), head.incarnation(), epoch, wrap, 0);
    }

    private @Nullable DropReason fromRegion2(HopKeys head, HopKeys child) {
        return child.regionVerifier(id("rh-2"), head.incarnation()).verify(
                EmptyDatagram.sealedBy(head.regionSealer()), 0, EmptyDatagram.OUTER);
    }

    /** What a child in region 2 makes of a packet that somebody seals in the name of its head, with these bytes for the secret of the region. */
    private @Nullable DropReason forgedIntoRegion2(TransportBundle forger, byte[] secret, HopKeys local) {
        OwnRegion region = Objects.requireNonNull(bundle("rh-2").ownRegion());
        TransportBundle pretended = new TransportBundle(forger.gid(), forger.groupName(),
                plan.node("rh-2").member(), forger.sourceId(), forger.activeEpoch(), forger.epochs(),
                InteriorSecret.generate(random),
                new OwnRegion(region.id(), region.hasLeaves(), RegionSecret.of(secret, InsecureSecretAccess.get()),
                        BindMaster.generate(random)),
                bundle("rh-2").parents(), bundle("rh-2").roster());
        return fromRegion2(new NodeHopKeys(pretended, RUN), local);
    }

    private static List<Secret> secretsOf(TransportBundle bundle) {
        List<Secret> secrets = new ArrayList<>();
        bundle.epochs().forEach(epoch -> secrets.add(epoch.key()));
        for (ParentSecrets parent : bundle.parents()) {
            secrets.add(parent.bindKey());
            if (parent.regionSecret() != null) {
                secrets.add(parent.regionSecret());
            }
        }
        Objects.requireNonNull(bundle.rekey()).keys().forEach(key -> secrets.add(key.key()));
        return secrets;
    }

    private static Follower follow(TransportBundle bundle, List<Rekey> made) {
        NodeHopKeys keys = new NodeHopKeys(bundle, new Incarnation(bundle.self().id(), 1));
        LayerRekeys rekeys = TransportRekeys.of(bundle, keys);
        for (Rekey rekey : made) {
            rekeys.header(rekey.header(), 0, rekey.header().length);
            for (int part = 1; part <= rekey.chunkCount(); part++) {
                byte[] chunk = rekey.chunk(part);
                rekeys.chunk(chunk, 0, chunk.length);
            }
            rekeys.activate();
            rekeys.tryApply();
        }
        return new Follower(keys);
    }

    private record Follower(NodeHopKeys keys) {}

    /** A packet of a type without body. */
    private static final class EmptyDatagram {
        static final int OUTER = 32;

        static byte[] sealedBy(HopSealer sealer) {
            byte[] datagram = new byte[OUTER + HopKeys.ICV_LENGTH];
            sealer.seal(datagram, 0, EmptyMessage.write(datagram, 0, MessageType.EJECT_CONFIRM));
            return datagram;
        }
    }
}
