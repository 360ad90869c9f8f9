package io.trackmc.sim.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.engine.EngineEvent;
import io.trackmc.proto.engine.EngineEvent.Drained;
import io.trackmc.proto.engine.EngineEvent.EpochActivated;
import io.trackmc.proto.engine.EngineEvent.EpochInstalled;
import io.trackmc.proto.engine.EngineEvent.ParentBound;
import io.trackmc.proto.engine.EngineEvent.ParentLost;
import io.trackmc.proto.engine.EngineEvent.SessionOpened;
import io.trackmc.proto.engine.Path;
import io.trackmc.proto.event.CounterId;
import io.trackmc.proto.event.DropReason;
import io.trackmc.proto.protect.HopKeys;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.protect.KeyChange;
import io.trackmc.proto.protect.KeyClass;
import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.proto.protect.StalePairs;
import io.trackmc.proto.wire.AdvertiseMessage;
import io.trackmc.proto.wire.HeartbeatMessage;
import io.trackmc.proto.wire.MessageType;
import io.trackmc.proto.wire.OuterHeader;
import io.trackmc.proto.wire.RekeyDatagram;
import io.trackmc.sim.check.WireView;
import io.trackmc.sim.core.Seed;
import io.trackmc.sim.net.Datagram;
import io.trackmc.sim.observe.Transmission;
import io.trackmc.sim.observe.WorldObserver;
import io.trackmc.sim.rekey.ToyAuthority;
import io.trackmc.sim.tree.Load;
import io.trackmc.sim.tree.Place;
import io.trackmc.sim.tree.Place.Role;
import io.trackmc.sim.tree.ReceiverProgram;
import io.trackmc.sim.tree.SourceProgram;
import io.trackmc.sim.tree.Topology;
import io.trackmc.sim.tree.TreeSettings;
import io.trackmc.sim.tree.TreeWorld;
import io.trackmc.sim.world.World;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Rekeys that a receiver misses, or should not take, in a tree that a reader can picture: two repair heads, and one receiver under the first. */
class RekeyStoryTest implements WorldObserver {

    private static final long MS = 1_000_000;
    private static final Seed SEED = new Seed(2027);
    private static final int PARENT = 2;
    private static final int OTHER_PARENT = 3;
    private static final int RECEIVER = 4;
    private static final Topology TOPOLOGY = new Topology(List.of(
            new Place(Topology.SENDER, Role.SENDER, 0, List.of()),
            new Place(PARENT, Role.REPAIR_HEAD, 1, List.of(Topology.SENDER)),
            new Place(OTHER_PARENT, Role.REPAIR_HEAD, 1, List.of(Topology.SENDER)),
            new Place(RECEIVER, Role.RECEIVER, 2, List.of(PARENT, OTHER_PARENT))));
    private static final KeyChange SOON = new KeyChange(10 * MS, 200 * MS, 2_000 * MS);
    private static final KeyChange LATE = new KeyChange(10_000 * MS, 20_000 * MS, 2_000 * MS);

    private final ToyAuthority authority = new ToyAuthority(TOPOLOGY, SEED.child("keys"));
    private final TreeWorld tree = new TreeWorld(SEED, TOPOLOGY, new Load(10_000, 100, 200, MS, SEED),
            TreeSettings.DEFAULT, authority);
    private final World world = tree.world();
    private final List<EngineEvent> events = new ArrayList<>();
    private final List<EngineEvent> ofSender = new ArrayList<>();
    private final List<EngineEvent> ofParent = new ArrayList<>();
    private final List<Integer> noticeSpis = new ArrayList<>();
    private int advertisedSpi;
    private Incarnation parentRun = Incarnation.ZERO;
    private byte @Nullable [] heartbeat;

    @Override
    public void onTransmit(long atNs, Transmission transmission) {
        if (transmission.node() == Topology.SENDER && transmission.endpoint() == null) {
            note(transmission.bytes());
        }
        if (transmission.node() != PARENT || transmission.endpoint() != null) {
            return;
        }
        byte[] bytes = transmission.bytes();
        AdvertiseMessage advertise = new AdvertiseMessage();
        if (WireView.type(bytes) == WireView.HEARTBEAT) {
            heartbeat = bytes;
        } else if (WireView.type(bytes) == WireView.ADVERTISE && advertise.parse(bytes, 0)) {
            parentRun = new Incarnation(WireView.incarnation(bytes), advertise.incarnationTail());
        }
    }

    private void note(byte[] multicast) {
        if (WireView.type(multicast) == WireView.REKEY) {
            noticeSpis.add(WireView.spi(multicast));
        } else if (WireView.type(multicast) == WireView.ADVERTISE) {
            advertisedSpi = WireView.spi(multicast);
        }
    }

    @Override
    public void onEvent(long atNs, int node, EngineEvent event) {
        if (node == RECEIVER) {
            events.add(event);
        } else if (node == Topology.SENDER) {
            ofSender.add(event);
        } else if (node == PARENT) {
            ofParent.add(event);
        }
    }

    @Test
    void shouldBeAnsweredByAParentThatHasGoneOnUnderAKeyOfNoEpoch() {
        begin();
        losesTo(RECEIVER, 1_000 * MS, 1_400 * MS, EnumSet.of(MessageType.REKEY));
        rekey(KeyLayer.TRANSPORT, SOON);

        world.runFor(2_000 * MS);

        assertThat(activations()).isEqualTo(1);
        assertThat(events).noneMatch(ParentLost.class::isInstance);
    }

    @Test
    void shouldAskForARekeyThatItHasNotHeardOfWhenItsParentIsHeardNoMore() {
        begin();
        losesTo(RECEIVER, 1_000 * MS, 1_250 * MS, EnumSet.of(MessageType.REKEY, MessageType.HEARTBEAT));
        rekey(KeyLayer.TRANSPORT, SOON);

        world.runFor(2_000 * MS);

        assertThat(activations()).isEqualTo(1);
        assertThat(events).noneMatch(ParentLost.class::isInstance);
    }

    @Test
    void shouldTakeNoRekeyUnderAKeyOfNoEpochFromANodeThatItHasNotAsked() {
        begin();
        List<byte[]> inners = authority.rekey(KeyLayer.TRANSPORT, LATE, Set.of());

        inners.forEach(inner -> sendUnasked(OTHER_PARENT, inner));
        world.runFor(300 * MS);

        assertThat(drops(DropReason.UNASKED)).isEqualTo(inners.size());
        assertThat(activations()).isZero();
    }

    /** Whoever has the key of the next epoch could make others go on before everybody is ready. */
    @Test
    void shouldNotGoOnToTheNextEpochForWhatTheRegionHears() {
        begin();
        rekey(KeyLayer.TRANSPORT, LATE);
        world.runFor(300 * MS);
        long heard = heartbeats();

        inject(RECEIVER, PARENT, Path.Channel.REGION, heartbeatUnderTheNextEpoch());
        world.runFor(1);

        assertThat(heartbeats()).as("it is understood").isEqualTo(heard + 1);
        assertThat(events).anyMatch(EpochInstalled.class::isInstance);
        assertThat(activations()).isZero();
    }

    /** Everybody else has gone on and forgotten the epoch before: no request under that finds anybody who understands it. */
    @Test
    void shouldFindAnotherParentInTheNextEpochWhenItsOwnHasGoneOnAndDiedWithoutAWordToIt() {
        begin();
        world.network().script((datagram, to) -> to == RECEIVER && isAlone(datagram)
                && datagram.source().equals(world.network().endpoint(PARENT)));
        rekey(KeyLayer.TRANSPORT, new KeyChange(10 * MS, 20_000 * MS, 300 * MS));
        world.runFor(150 * MS);
        assertThat(ofParent).anyMatch(EpochActivated.class::isInstance);
        world.node(PARENT).crash();

        world.runFor(1_000 * MS);

        assertThat(events).anyMatch(ParentLost.class::isInstance)
                .anyMatch(event -> event instanceof ParentBound bound && bound.parent() == OTHER_PARENT);
        assertThat(activations()).isEqualTo(1);
    }

    private static boolean isAlone(Datagram datagram) {
        return OuterHeader.classCode(datagram.bytes(), 0) == KeyClass.LEAF_PAIR.code();
    }

    /** Whoever is below the expelled has nobody else who is sure to tell it, and does not understand the next epoch yet. */
    @Test
    void shouldTellWhomARekeyExpelsBeforeTheSenderGoesOnAlthoughItHasNobodyToWaitFor() {
        world.observe(this);
        world.node(Topology.SENDER).start();
        world.runFor(300 * MS);
        int before = advertisedSpi;

        rekey(KeyLayer.TRANSPORT, new KeyChange(0, 5_000 * MS, 2_000 * MS), Set.of(PARENT));
        world.runFor(100 * MS);

        assertThat(noticeSpis).startsWith(before);
        assertThat(ofSender).as("nobody is waited for").anyMatch(
                event -> event instanceof EpochActivated changed && changed.layer() == KeyLayer.TRANSPORT);
    }

    /** It has given up a child, and would tell its parent so: but nobody listens to one that is expelled. */
    @Test
    void shouldNotTryToTellAnybodyWhatAnExpelledRepairHeadKnows() {
        begin();
        world.node(RECEIVER).crash();
        rekey(KeyLayer.TRANSPORT, SOON, Set.of(PARENT));

        world.runFor(5_000 * MS);

        assertThat(ofParent).anyMatch(EngineEvent.ChildGone.class::isInstance).anyMatch(Drained.class::isInstance);
    }

    private byte[] heartbeatUnderTheNextEpoch() {
        HopKeys member = authority.ofRun(TOPOLOGY.place(PARENT), parentRun).hop();
        HeartbeatMessage message = new HeartbeatMessage();
        assertThat(message.parse(Objects.requireNonNull(heartbeat), 0)).isTrue();
        byte[] datagram = new byte[1_408];
        int length = member.regionSealer().seal(datagram, 0, message.write(datagram, 0));
        return Arrays.copyOf(datagram, length);
    }

    private long heartbeats() {
        ReceiverProgram receiver = (ReceiverProgram) Objects.requireNonNull(world.node(RECEIVER).program());
        return receiver.engine().counters().get(CounterId.HEARTBEATS_RECEIVED);
    }

    private void begin() {
        world.observe(this);
        tree.start();
        world.runFor(1_000 * MS);
        assertThat(events).anyMatch(SessionOpened.class::isInstance);
    }

    private long activations() {
        return events.stream().filter(event -> event instanceof EpochActivated changed
                && changed.layer() == KeyLayer.TRANSPORT).count();
    }

    private long drops(DropReason reason) {
        ReceiverProgram receiver = (ReceiverProgram) Objects.requireNonNull(world.node(RECEIVER).program());
        return receiver.engine().counters().get(reason);
    }

    private void losesTo(int node, long fromNs, long toNs, Set<MessageType> types) {
        world.network().script((datagram, to) -> to == node && world.nowNs() >= fromNs && world.nowNs() < toNs
                && types.stream().anyMatch(type -> OuterHeader.typeCode(datagram.bytes(), 0) == type.code()));
    }

    private void rekey(KeyLayer layer, KeyChange change) {
        rekey(layer, change, Set.of());
    }

    private void rekey(KeyLayer layer, KeyChange change, Set<Integer> expelled) {
        List<byte[]> inners = authority.rekey(layer, change, expelled);
        SourceProgram source = (SourceProgram) Objects.requireNonNull(world.node(Topology.SENDER).program());
        world.node(Topology.SENDER).tell(nowNs -> inners.forEach(
                inner -> assertThat(source.engine().rekey(inner, nowNs)).isNull()));
    }

    /** As a repair head can whose keys are in wrong hands. */
    private void sendUnasked(int from, byte[] inner) {
        HopKeys rogue = authority.ofRun(TOPOLOGY.place(from), new Incarnation(Long.MAX_VALUE, 1)).hop();
        byte[] datagram = new byte[1_408];
        int outer = RekeyDatagram.write(datagram, 0);
        System.arraycopy(inner, 0, datagram, outer, inner.length);
        byte[] digest = new byte[HopKeys.DIGEST_LENGTH];
        rogue.digest(datagram, outer, inner.length, digest, 0);
        StalePairs pairs = Objects.requireNonNull(rogue.stalePairs());
        long counter = (1L << Integer.SIZE) + Integer.toUnsignedLong(Arrays.hashCode(inner));
        int length = pairs.sealRekey(RECEIVER, counter, datagram, 0, outer, inner.length, digest, 0);
        inject(RECEIVER, from, Path.Channel.UNICAST, Arrays.copyOf(datagram, length));
    }

    private void inject(int to, int from, Path.Channel channel, byte[] datagram) {
        world.network().inject(to, new Datagram(0, 0, world.network().endpoint(from), channel, datagram,
                Datagram.Origin.REPLAYED));
    }
}
