package io.trackmc.sim.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.engine.EngineEvent;
import io.trackmc.proto.engine.EngineEvent.EpochActivated;
import io.trackmc.proto.engine.EngineEvent.EpochInstalled;
import io.trackmc.proto.engine.EngineEvent.ParentBound;
import io.trackmc.proto.engine.EngineEvent.Unrecoverable;
import io.trackmc.proto.protect.KeyChange;
import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.sim.check.WireView;
import io.trackmc.sim.core.Seed;
import io.trackmc.sim.observe.Transmission;
import io.trackmc.sim.observe.WorldObserver;
import io.trackmc.sim.rekey.RekeyLie;
import io.trackmc.sim.rekey.RogueHeads;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A repair head that keeps rekeys from those below it, and beats all the time: a receiver and an honest repair head find what it withholds at another
 * parent, and go there, so that a receiver that knows only that repair head follows too.
 */
class RogueHeadTest implements WorldObserver {

    private static final long MS = 1_000_000;
    private static final Seed SEED = new Seed(2028);
    private static final int ROGUE = 2;
    private static final int HONEST = 3;
    private static final int RECEIVER = 4;
    private static final int HEAD_BELOW = 5;
    private static final int RECEIVER_BELOW = 6;
    private static final KeyChange SOON = new KeyChange(10 * MS, 200 * MS, 2_000 * MS);
    /** Two rounds of hints, patience, two questions to another parent, and a third of that for chance. */
    private static final long BOUND_NS = 3_000 * MS;

    private final Topology topology = new Topology(List.of(
            new Place(Topology.SENDER, Role.SENDER, 0, List.of()),
            new Place(ROGUE, Role.REPAIR_HEAD, 1, List.of(Topology.SENDER)),
            new Place(HONEST, Role.REPAIR_HEAD, 1, List.of(Topology.SENDER)),
            new Place(RECEIVER, Role.RECEIVER, 2, List.of(ROGUE, HONEST)),
            new Place(HEAD_BELOW, Role.REPAIR_HEAD, 2, List.of(ROGUE, HONEST)),
            new Place(RECEIVER_BELOW, Role.RECEIVER, 3, List.of(HEAD_BELOW))));
    private final ToyAuthority authority = new ToyAuthority(topology, SEED.child("keys"));
    private final Map<Integer, Long> activated = new HashMap<>();
    private final Map<Integer, Long> installed = new HashMap<>();
    private final Map<Integer, Integer> parents = new HashMap<>();
    private int gaps;
    private int binds;
    private int questions;

    @Override
    public void onEvent(long atNs, int node, EngineEvent event) {
        switch (event) {
            case EpochActivated changed -> activated.put(node, changed.epoch());
            case EpochInstalled changed -> installed.put(node, changed.epoch());
            case ParentBound bound -> {
                parents.put(node, bound.parent());
                binds++;
            }
            case Unrecoverable _ -> gaps++;
            default -> {}
        }
    }

    @Override
    public void onTransmit(long atNs, Transmission transmission) {
        questions += transmission.node() == RECEIVER
                && WireView.type(transmission.bytes()) == WireView.REKEY_REQUEST ? 1 : 0;
    }

    static Stream<Arguments> lies() {
        return Stream.of(RekeyLie.values())
                .flatMap(lie -> Stream.of(KeyLayer.values()).map(layer -> Arguments.of(lie, layer)));
    }

    @ParameterizedTest
    @MethodSource("lies")
    void shouldNotKeepThoseBehindWhoKnowAnotherParent(RekeyLie lie, KeyLayer layer) {
        TreeWorld tree = begin(Map.of(ROGUE, lie));
        World world = tree.world();
        assertThat(parents).containsEntry(RECEIVER, ROGUE).containsEntry(HEAD_BELOW, ROGUE);

        for (long epoch = 2; epoch <= 4; epoch++) {
            rekey(world, layer);
            world.runFor(BOUND_NS);
            assertThat(activated).containsEntry(RECEIVER, epoch).containsEntry(RECEIVER_BELOW, epoch);
        }

        assertThat(parents).containsEntry(RECEIVER, HONEST).containsEntry(HEAD_BELOW, HONEST);
        assertThat(gaps).isZero();
    }

    @ParameterizedTest
    @EnumSource(RekeyLie.class)
    void shouldNotMakeThoseRunOrAskWithoutEndWhoKnowNoOther(RekeyLie lie) {
        TreeWorld tree = begin(Map.of(ROGUE, lie, HONEST, lie));
        World world = tree.world();
        binds = 0;
        rekey(world, KeyLayer.TRANSPORT);
        world.runFor(10_000 * MS);
        questions = 0;

        world.runFor(10_000 * MS);

        assertThat(binds).isLessThanOrEqualTo(2);
        assertThat(questions).isLessThanOrEqualTo(60);
    }

    @Test
    void shouldNotBeLeftWhenItOnlyLags() {
        TreeWorld tree = begin(Map.of());
        World world = tree.world();
        world.network().script((datagram, to) -> to == RECEIVER && world.nowNs() < 1_150 * MS
                && WireView.type(datagram.bytes()) == WireView.REKEY);
        rekey(world, KeyLayer.TRANSPORT);
        rekey(world, KeyLayer.CONTENT);

        world.runFor(BOUND_NS);

        assertThat(installed).containsEntry(RECEIVER, 2L);
        assertThat(parents).containsEntry(RECEIVER, ROGUE);
    }

    private TreeWorld begin(Map<Integer, RekeyLie> lies) {
        RogueHeads keys = new RogueHeads(authority, lies);
        TreeWorld tree = new TreeWorld(SEED, topology, new Load(30_000, 100, 200, MS, SEED), TreeSettings.DEFAULT,
                keys);
        tree.world().network().script((datagram, _) -> keys.withholds(datagram));
        tree.world().observe(this);
        tree.start();
        tree.world().runFor(1_000 * MS);
        ReceiverProgram receiver = (ReceiverProgram) Objects.requireNonNull(tree.world().node(RECEIVER).program());
        assertThat(receiver.engine().state()).hasToString("RECEIVING");
        return tree;
    }

    private void rekey(World world, KeyLayer layer) {
        List<byte[]> inners = authority.rekey(layer, SOON, Set.of());
        SourceProgram source = (SourceProgram) Objects.requireNonNull(world.node(Topology.SENDER).program());
        world.node(Topology.SENDER).tell(nowNs -> inners.forEach(
                inner -> assertThat(source.engine().rekey(inner, nowNs)).isNull()));
    }
}
