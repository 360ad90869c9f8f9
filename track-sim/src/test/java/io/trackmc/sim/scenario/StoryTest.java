package io.trackmc.sim.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.engine.EngineEvent;
import io.trackmc.proto.wire.SessionRules;
import io.trackmc.sim.tree.Appetite;
import io.trackmc.sim.node.HostSettings;
import io.trackmc.sim.core.LocalClock;
import io.trackmc.proto.engine.ProtocolConfig;
import io.trackmc.proto.wire.InnerHeader;
import io.trackmc.proto.wire.MessageType;
import io.trackmc.proto.wire.OuterHeader;
import io.trackmc.sim.check.Checkers;
import io.trackmc.sim.check.FeedbackChecker;
import io.trackmc.sim.core.Seed;
import io.trackmc.sim.fault.Fault;
import io.trackmc.sim.fault.FaultDriver;
import io.trackmc.sim.net.Datagram;
import io.trackmc.sim.net.LinkProfile;
import io.trackmc.sim.net.LinkProfiles;
import io.trackmc.sim.net.Loss;
import io.trackmc.sim.observe.WorldObserver;
import io.trackmc.sim.tree.Load;
import io.trackmc.sim.tree.Place;
import io.trackmc.sim.tree.Place.Role;
import io.trackmc.sim.tree.Topology;
import io.trackmc.sim.tree.TreeSettings;
import io.trackmc.sim.tree.TreeWorld;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Single faults in trees that a reader can picture. */
class StoryTest {

    private static final long MS = 1_000_000;
    private static final long SECOND_NS = 1_000 * MS;
    private static final Seed SEED = new Seed(2026);
    private static final int FIRST_HEAD = 2;

    /** Two repair heads under the sender, three receivers under each, each receiver with the other head as its backup. */
    private static final Topology TWO_REGIONS = twoRegions();

    @Test
    void shouldFailOverToBackupWithoutLossWhenRepairHeadDies() {
        Story story = new Story(TWO_REGIONS, new Load(2_000, 500, 1_200, MS, SEED), new BitSet());
        story.tree.world().network().profiles(LinkProfiles.all(LinkProfile.CLEAN.with(Loss.independent(0.05))));
        story.tree.start();
        story.tree.world().at(SECOND_NS, () -> story.tree.world().node(FIRST_HEAD).crash());
        story.complete(60 * SECOND_NS);
        assertThat(story.movedTo(FIRST_HEAD + 1)).isEqualTo(3);
    }

    @Test
    void shouldNotLetADeadReceiverHoldTheGroupLongerThanItTakesToNotice() {
        BitSet cutOff = set(4);
        Story story = new Story(TWO_REGIONS, new Load(4_000, 1_000, 1_000, MS, SEED), cutOff);
        new FaultDriver(story.tree.world())
                .schedule(List.of(new Fault.Cut(cutOff, Fault.Way.BOTH, SECOND_NS, 20 * SECOND_NS)));
        story.tree.start();
        boolean othersDone = story.tree.world().runUntil(() -> story.haveAll(5, 9), 8 * SECOND_NS);
        assertThat(story.tree.world().violations().texts()).isEmpty();
        assertThat(othersDone).isTrue();
    }

    @Test
    void shouldBelieveInItsParentAfterHavingStoodStillItself() {
        HostSettings timersFirst = new HostSettings(LocalClock.EXACT, 0, 2_048, 1_408, true);
        TreeSettings settings = new TreeSettings(ProtocolConfig.lan(), node -> timersFirst, node -> Appetite.EAGER,
                SECOND_NS, SessionRules.DEFAULT, true);
        Story story = new Story(TWO_REGIONS, new Load(2_000, 1_000, 1_000, MS, SEED), settings);
        new FaultDriver(story.tree.world()).schedule(List.of(new Fault.Pause(4, SECOND_NS, SECOND_NS + 580 * MS)));
        story.tree.start();
        story.complete(60 * SECOND_NS);
        assertThat(story.newParents).isEmpty();
        assertThat(story.nacksFrom(4, 4)).isZero();
    }

    @Test
    void shouldAskTheSenderOnceHoweverManyReceiversMissTheSame() {
        int receivers = 40;
        Story story = new Story(Topology.oneRegion(receivers), new Load(50, 1_250, 1_250, 5 * MS, SEED), new BitSet());
        story.tree.world().network().script((datagram, to) -> isData(datagram, 20));
        story.tree.start();
        story.complete(10 * SECOND_NS);
        assertThat(story.nacksFrom(FIRST_HEAD, FIRST_HEAD)).isBetween(1, 2);
        assertThat(story.nacksFrom(FIRST_HEAD + 1, FIRST_HEAD + receivers)).isLessThanOrEqualTo(receivers / 3);
    }

    @Test
    void shouldServeAReceiverThatComesAfterAllIsSent() {
        Topology topology = Topology.oneRegion(2);
        // The sender may finish without a receiver that it never heard of.
        Story story = new Story(topology, new Load(100, 1_000, 1_000, MS, SEED), set(4));
        story.tree.world().nodes().stream().filter(node -> node.id() != 4).forEach(node -> node.start());
        story.tree.world().runFor(31 * SECOND_NS);
        story.tree.world().node(4).start();
        story.complete(10 * SECOND_NS);
        assertThat(story.checkers.deliveries().delivered(4)).isEqualTo(100);
    }

    /** A world with its checkers, and notes of what happened. */
    private static final class Story implements WorldObserver {

        private final TreeWorld tree;
        private final Checkers checkers;
        private final List<Integer> nacks = new ArrayList<>();
        private final List<Integer> newParents = new ArrayList<>();

        Story(Topology topology, Load load, BitSet gapsAllowed) {
            this(topology, load, TreeSettings.DEFAULT, gapsAllowed);
        }

        Story(Topology topology, Load load, TreeSettings settings) {
            this(topology, load, settings, new BitSet());
        }

        private Story(Topology topology, Load load, TreeSettings settings, BitSet gapsAllowed) {
            tree = new TreeWorld(SEED, topology, load, settings);
            checkers = new Checkers(tree.world(),
                    new Checkers.Promise(Topology.SENDER, topology.ids(Role.RECEIVER), gapsAllowed,
                            1_408, new FeedbackChecker.Limits(100 * MS, 200, 50)));
            tree.world().observe(this);
        }

        @Override
        public void onArrival(long atNs, int node, Datagram datagram) {
            if (OuterHeader.typeCode(datagram.bytes(), 0) == MessageType.NACK.code()) {
                nacks.add(datagram.from());
            }
        }

        @Override
        public void onEvent(long atNs, int node, EngineEvent event) {
            if (event instanceof EngineEvent.ParentBound bound && bound.failover()) {
                newParents.add(bound.parent());
            }
        }

        void complete(long budgetNs) {
            boolean finished = tree.world().runUntil(tree::isFinished, budgetNs);
            assertThat(tree.world().violations().texts()).isEmpty();
            assertThat(finished).isTrue();
            for (Place place : tree.topology().of(Role.RECEIVER)) {
                assertThat(checkers.deliveries().isComplete(place.id())).isTrue();
            }
        }

        boolean haveAll(int first, int last) {
            for (int node = first; node <= last; node++) {
                if (!checkers.deliveries().isComplete(node)) {
                    return false;
                }
            }
            return true;
        }

        int nacksFrom(int first, int last) {
            return (int) nacks.stream().filter(node -> node >= first && node <= last).count();
        }

        int movedTo(int parent) {
            return (int) newParents.stream().filter(each -> each == parent).count();
        }
    }

    private static boolean isData(Datagram datagram, long sequence) {
        byte[] bytes = datagram.bytes();
        return OuterHeader.typeCode(bytes, 0) == MessageType.ODATA.code()
                && InnerHeader.sequence(bytes, OuterHeader.outerLength(bytes, 0)) == sequence;
    }

    private static Topology twoRegions() {
        List<Place> places = new ArrayList<>();
        places.add(new Place(Topology.SENDER, Role.SENDER, 0, List.of()));
        places.add(new Place(2, Role.REPAIR_HEAD, 1, List.of(Topology.SENDER)));
        places.add(new Place(3, Role.REPAIR_HEAD, 1, List.of(Topology.SENDER)));
        for (int id = 4; id <= 9; id++) {
            places.add(new Place(id, Role.RECEIVER, 2, id <= 6 ? List.of(2, 3) : List.of(3, 2)));
        }
        return new Topology(places);
    }

    private static BitSet set(int node) {
        BitSet set = new BitSet();
        set.set(node);
        return set;
    }
}
