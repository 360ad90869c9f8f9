package io.trackmc.sim.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.engine.EngineEvent;
import io.trackmc.proto.engine.EngineEvent.EpochActivated;
import io.trackmc.proto.engine.EngineEvent.EpochInstalled;
import io.trackmc.proto.engine.EngineEvent.ParentBound;
import io.trackmc.proto.engine.EngineEvent.Unrecoverable;
import io.trackmc.proto.event.CounterId;
import io.trackmc.proto.event.DropReason;
import io.trackmc.proto.protect.KeyChange;
import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.proto.wire.MessageType;
import io.trackmc.proto.wire.OuterHeader;
import io.trackmc.sim.check.TenantChecker;
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
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A receiver of one tenant, whose only backup is the head of another tenant's region, with real keys: two repair heads under the sender. */
class TenantStoryTest implements WorldObserver {

    private static final long MS = 1_000_000;
    private static final Seed SEED = new Seed(2028);
    private static final int HOME = 2;
    private static final int OTHER = 3;
    private static final int GUEST = 4;
    private static final int LOCAL = 5;
    private static final Topology TOPOLOGY = new Topology(List.of(
            new Place(Topology.SENDER, Role.SENDER, 0, List.of()),
            new Place(HOME, Role.REPAIR_HEAD, 1, List.of(Topology.SENDER)),
            new Place(OTHER, Role.REPAIR_HEAD, 1, List.of(Topology.SENDER)),
            new Place(GUEST, Role.RECEIVER, 2, List.of(HOME, OTHER)),
            new Place(LOCAL, Role.RECEIVER, 2, List.of(OTHER)))).withTenants(2);
    /** So long that nobody goes on at the hard deadline: all must say that they have the epoch. */
    private static final KeyChange WHEN_ALL_HAVE_IT = new KeyChange(10 * MS, 600_000 * MS, 200 * MS);
    private static final KeyChange SOON = new KeyChange(10 * MS, 200 * MS, 2_000 * MS);

    private final ToyAuthority authority = new ToyAuthority(TOPOLOGY, SEED.child("keys"));
    private final TreeWorld tree = new TreeWorld(SEED, TOPOLOGY, new Load(100_000, 100, 200, MS, SEED),
            TreeSettings.DEFAULT, authority);
    private final World world = tree.world();
    private final TenantChecker tenants = new TenantChecker(world.violations(), world.network(), TOPOLOGY);
    private final List<EngineEvent> events = new ArrayList<>();
    private int givenToGuest;

    @Override
    public void onTransmit(long atNs, Transmission transmission) {
        if (transmission.node() == OTHER && world.network().endpoint(GUEST).equals(transmission.endpoint())
                && WireView.type(transmission.bytes()) == WireView.BIND_CONFIRM) {
            givenToGuest += WireView.flags(transmission.bytes());
        }
    }

    @Override
    public void onEvent(long atNs, int node, EngineEvent event) {
        if (node == GUEST) {
            events.add(event);
        }
    }

    @AfterEach
    void nobodyBreaksTheRulesOfTenants() {
        assertThat(world.violations().isEmpty()).isTrue();
    }

    @Test
    void shouldGoOnThroughRekeysAtTheHeadOfAnotherTenantWithoutAGap() {
        begin();
        moveToOther();
        assertThat(givenToGuest).isEqualTo(1);

        rekey(KeyLayer.TRANSPORT, WHEN_ALL_HAVE_IT, Set.of());
        world.runFor(2_000 * MS);
        rekey(KeyLayer.TRANSPORT, WHEN_ALL_HAVE_IT, Set.of());
        world.runFor(2_000 * MS);

        assertThat(activations()).isEqualTo(2);
        assertThat(givenToGuest).isGreaterThanOrEqualTo(3);
        long beats = count(CounterId.HEARTBEATS_RECEIVED);
        world.runFor(1_000 * MS);
        assertThat(count(CounterId.HEARTBEATS_RECEIVED) - beats).as("it hears the region of the other tenant")
                .isGreaterThan(10);
        assertThat(events).noneMatch(Unrecoverable.class::isInstance);
    }

    @Test
    void shouldNotSayThatItHasAnEpochBeforeItHasTheKeyOfTheRegion() {
        begin();
        moveToOther();
        drops((datagram, to) -> to == GUEST && isConfirm(datagram));

        rekey(KeyLayer.TRANSPORT, WHEN_ALL_HAVE_IT, Set.of());
        world.runFor(2_000 * MS);
        assertThat(events).anyMatch(EpochInstalled.class::isInstance);
        assertThat(activations()).as("everybody waits for it").isZero();

        drops((_, _) -> false);
        world.runFor(1_000 * MS);
        assertThat(activations()).isEqualTo(1);
    }

    @Test
    void shouldGoOnWithoutTheKeyAtTheHardDeadlineAndGetItLater() {
        begin();
        moveToOther();
        drops((datagram, to) -> to == GUEST && isConfirm(datagram));

        rekey(KeyLayer.TRANSPORT, SOON, Set.of());
        world.runFor(1_000 * MS);
        assertThat(activations()).isEqualTo(1);
        assertThat(drops(DropReason.NO_REGION_KEY)).as("it cannot hear the region").isPositive();

        drops((_, _) -> false);
        world.runFor(1_000 * MS);
        long unheard = drops(DropReason.NO_REGION_KEY);
        world.runFor(1_000 * MS);
        assertThat(drops(DropReason.NO_REGION_KEY)).isEqualTo(unheard);
        assertThat(events).noneMatch(Unrecoverable.class::isInstance);
    }

    @Test
    void shouldGetBothKeysWhenItComesWhileTheGroupChangesOver() {
        begin();
        drops((datagram, to) -> to == LOCAL && OuterHeader.typeCode(datagram.bytes(), 0) == MessageType.REKEY.code());
        rekey(KeyLayer.TRANSPORT, WHEN_ALL_HAVE_IT, Set.of());
        world.runFor(500 * MS);
        assertThat(events).anyMatch(EpochInstalled.class::isInstance);
        assertThat(activations()).isZero();

        moveToOther();
        assertThat(givenToGuest).isEqualTo(2);

        drops((_, _) -> false);
        world.runFor(2_000 * MS);
        assertThat(activations()).isEqualTo(1);
    }

    @Test
    void shouldAskAgainAfterARestartOfEither() {
        begin();
        moveToOther();
        rekey(KeyLayer.TRANSPORT, WHEN_ALL_HAVE_IT, Set.of());
        world.runFor(1_000 * MS);

        world.node(GUEST).crash();
        world.node(GUEST).start();
        world.runFor(3_000 * MS);
        assertThat(boundTo()).isEqualTo(OTHER);
        world.node(OTHER).crash();
        world.node(OTHER).start();
        world.runFor(5_000 * MS);
        rekey(KeyLayer.TRANSPORT, WHEN_ALL_HAVE_IT, Set.of());
        world.runFor(3_000 * MS);

        assertThat(boundTo()).isEqualTo(OTHER);
        assertThat(events.reversed().stream().filter(EpochActivated.class::isInstance).map(EpochActivated.class::cast)
                .filter(changed -> changed.layer() == KeyLayer.TRANSPORT).findFirst().orElseThrow().epoch())
                .isEqualTo(3);
    }

    @Test
    void shouldBeGivenNothingOnceItIsExpelled() {
        begin();
        moveToOther();
        drops((datagram, to) -> to == GUEST && OuterHeader.typeCode(datagram.bytes(), 0) == MessageType.REKEY.code());

        rekey(KeyLayer.TRANSPORT, SOON, Set.of(GUEST));
        world.runFor(200 * MS);
        int before = givenToGuest;
        world.node(GUEST).crash();
        world.node(GUEST).start();
        world.runFor(3_000 * MS);

        assertThat(givenToGuest).isEqualTo(before);
        assertThat(count(CounterId.BIND_REQUESTS_SENT)).isPositive();
    }

    private void begin() {
        world.observe(this);
        world.observe(tenants);
        tree.start();
        world.runFor(1_000 * MS);
        assertThat(boundTo()).isEqualTo(HOME);
        assertThat(tenants.keys()).as("at home nobody needs one").isZero();
    }

    private void moveToOther() {
        world.node(HOME).crash();
        world.runFor(1_500 * MS);
        assertThat(boundTo()).isEqualTo(OTHER);
    }

    private int boundTo() {
        return events.reversed().stream().filter(ParentBound.class::isInstance).map(ParentBound.class::cast).findFirst()
                .orElseThrow().parent();
    }

    private long activations() {
        return events.stream().filter(event -> event instanceof EpochActivated changed
                && changed.layer() == KeyLayer.TRANSPORT).count();
    }

    private long count(CounterId counter) {
        return program().engine().counters().get(counter);
    }

    private long drops(DropReason reason) {
        return program().engine().counters().get(reason);
    }

    private ReceiverProgram program() {
        return (ReceiverProgram) Objects.requireNonNull(world.node(GUEST).program());
    }

    private void drops(Script script) {
        world.network().script(script::drops);
    }

    private static boolean isConfirm(Datagram datagram) {
        return OuterHeader.typeCode(datagram.bytes(), 0) == MessageType.BIND_CONFIRM.code();
    }

    private void rekey(KeyLayer layer, KeyChange change, Set<Integer> expelled) {
        List<byte[]> inners = authority.rekey(layer, change, expelled);
        SourceProgram source = (SourceProgram) Objects.requireNonNull(world.node(Topology.SENDER).program());
        world.node(Topology.SENDER).tell(nowNs -> inners.forEach(
                inner -> assertThat(source.engine().rekey(inner, nowNs)).isNull()));
    }

    /** What gets lost. */
    private interface Script {
        boolean drops(Datagram datagram, int to);
    }
}
