package io.trackmc.sim.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.keys.controller.tree.RekeyReason;
import io.trackmc.keys.controller.tree.RekeyTerms;
import io.trackmc.proto.engine.EngineEvent;
import io.trackmc.proto.engine.EngineEvent.EpochActivated;
import io.trackmc.proto.engine.EngineEvent.Expelled;
import io.trackmc.proto.engine.EngineEvent.LeftBehind;
import io.trackmc.proto.engine.EngineEvent.ParentBound;
import io.trackmc.proto.engine.EngineEvent.PassedOver;
import io.trackmc.proto.engine.EngineEvent.SessionOpened;
import io.trackmc.proto.engine.EngineEvent.Unrecoverable;
import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.proto.protect.KeyRenewal;
import io.trackmc.proto.protect.KeyUpdates;
import io.trackmc.proto.receiver.ReceiverEngine;
import io.trackmc.proto.tree.Child;
import io.trackmc.proto.tree.ChildTable;
import io.trackmc.sim.core.Seed;
import io.trackmc.sim.world.World;
import io.trackmc.sim.observe.WorldObserver;
import io.trackmc.sim.rekey.TreeAuthority;
import io.trackmc.sim.tree.Load;
import io.trackmc.sim.tree.Place;
import io.trackmc.sim.tree.Place.Role;
import io.trackmc.sim.tree.ReceiverProgram;
import io.trackmc.sim.tree.RepairHeadProgram;
import io.trackmc.sim.tree.SourceProgram;
import io.trackmc.sim.tree.Topology;
import io.trackmc.sim.tree.TreeSettings;
import io.trackmc.sim.tree.TreeWorld;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nodes that miss more rekeys than parents keep, and ask the authorities again while they run: key trees as they are deployed, two repair heads, two receivers. */
class LeftBehindStoryTest implements WorldObserver {

    private static final long MS = 1_000_000;
    private static final long SECOND = 1_000 * MS;
    private static final long ANSWER_NS = 20 * MS;
    private static final Seed SEED = new Seed(2031);
    private static final int HEAD = 2;
    private static final int OTHER_HEAD = 3;
    private static final int RECEIVER = 4;
    private static final int OTHER_RECEIVER = 5;
    private static final int TOO_MANY = KeyUpdates.KEPT_REKEYS + 4;
    private static final Topology TOPOLOGY = new Topology(List.of(
            new Place(Topology.SENDER, Role.SENDER, 0, List.of()),
            new Place(HEAD, Role.REPAIR_HEAD, 1, List.of(Topology.SENDER)),
            new Place(OTHER_HEAD, Role.REPAIR_HEAD, 1, List.of(Topology.SENDER)),
            new Place(RECEIVER, Role.RECEIVER, 2, List.of(HEAD, OTHER_HEAD)),
            new Place(OTHER_RECEIVER, Role.RECEIVER, 2, List.of(OTHER_HEAD, HEAD))));

    private final TreeAuthority authority = new TreeAuthority(TOPOLOGY, new BitSet(), SEED.child("keys"));
    private final TreeWorld tree = new TreeWorld(SEED, TOPOLOGY,
            new Load(Integer.MAX_VALUE, 100, 200, 5 * MS, SEED), TreeSettings.DEFAULT, authority);
    private final World world = tree.world();
    private final List<Happened> events = new ArrayList<>();
    private final Map<KeyLayer, Long> inUse = new EnumMap<>(KeyLayer.class);
    private boolean answers = true;

    private record Happened(int node, EngineEvent event) {}

    @Override
    public void onEvent(long atNs, int node, EngineEvent event) {
        events.add(new Happened(node, event));

        switch (event) {
            case EpochActivated changed when node == Topology.SENDER -> inUse.put(changed.layer(), changed.epoch());
            case LeftBehind behind when answers -> world.at(world.nowNs() + ANSWER_NS, () -> ask(node, behind.layer()));
            default -> {
                // Looked for later.
            }
        }
    }

    @BeforeEach
    void begin() {
        for (KeyLayer layer : KeyLayer.values()) {
            inUse.put(layer, authority.epoch(layer));
        }
        world.observe(this);
        authority.deploy();
        tree.start();
        world.runFor(SECOND);
        assertThat(tree.receiversInSession()).isEqualTo(2);
    }

    @Test
    void aReceiverThatWasAwayForTooLongGoesOnInItsSessionWithAGap() {
        long before = receiver(RECEIVER).deliveredSequence();
        cutOff(RECEIVER);
        rekeyManyTimes();
        world.network().heal();

        finish();

        assertThat(events).contains(new Happened(RECEIVER, new LeftBehind(KeyLayer.TRANSPORT)));
        assertThat(world.node(RECEIVER).runs()).isOne();
        assertThat(receiver(RECEIVER).firstSequence()).isOne();
        assertThat(receiver(RECEIVER).deliveredSequence()).isEqualTo(receiver(OTHER_RECEIVER).deliveredSequence());
        assertThat(gaps(RECEIVER)).isNotEmpty().allMatch(gap -> gap.first() > before);
        assertThat(gaps(OTHER_RECEIVER)).isEmpty();
    }

    @Test
    void aReceiverWithoutAnAuthorityAsksLessAndLessOftenAndHoldsNobodyUp() {
        answers = false;
        cutOff(RECEIVER);
        rekeyManyTimes();
        world.network().heal();
        long sent = receiver(OTHER_RECEIVER).deliveredSequence();

        world.runFor(60 * SECOND);

        assertThat(saidLeftBehind(RECEIVER)).isBetween(3L, 8L);
        assertThat(saidLeftBehind(OTHER_RECEIVER)).isZero();
        assertThat(receiver(OTHER_RECEIVER).deliveredSequence()).isGreaterThan(sent + 1_000);
    }

    @Test
    void aRepairHeadThatWasAwayForTooLongServesItsRegionAgain() {
        cutOff(HEAD);
        rekeyManyTimes();
        world.network().heal();
        world.runFor(5 * SECOND);
        cutOff(OTHER_HEAD);
        rekeyManyTimes();
        world.network().heal();

        finish();

        assertThat(events).contains(new Happened(HEAD, new LeftBehind(KeyLayer.TRANSPORT)),
                new Happened(OTHER_HEAD, new LeftBehind(KeyLayer.TRANSPORT)));
        assertThat(world.node(HEAD).runs()).isOne();
        assertThat(bound(RECEIVER)).endsWith(OTHER_HEAD, HEAD);
        assertThat(bound(OTHER_RECEIVER)).endsWith(HEAD);
        assertThat(gaps(RECEIVER)).isEmpty();
        assertThat(gaps(OTHER_RECEIVER)).isEmpty();
    }

    @Test
    void aRepairHeadThatIsGivenItsKeysAnewRefusesWhomTheRekeysExpelledThatItHasNotSeen() {
        cutOff(HEAD, RECEIVER);
        authority.expel(RECEIVER);
        rekeyManyTimes();
        assertThat(childrenOf(HEAD)).as("nobody has told it").contains(RECEIVER);
        world.network().heal();

        assertThat(world.runUntil(() -> events.contains(new Happened(HEAD, new Expelled(RECEIVER))), 10 * SECOND))
                .isTrue();
        boolean taken = world.runUntil(() -> childrenOf(HEAD).contains(RECEIVER), 5 * SECOND);

        assertThat(taken).isFalse();
        assertThat(bound(HEAD)).endsWith(Topology.SENDER);
        assertThat(gaps(OTHER_RECEIVER)).isEmpty();
    }

    @Test
    void aSenderThatWasNotToldOfTooManyRekeysTakesTheGroupWithItWithoutAGap() {
        for (int i = 0; i < TOO_MANY; i++) {
            authority.rekey(KeyLayer.TRANSPORT, terms());
            authority.rekey(KeyLayer.CONTENT, terms());
        }
        ask(Topology.SENDER, KeyLayer.TRANSPORT);
        ask(Topology.SENDER, KeyLayer.CONTENT);

        world.runFor(15 * SECOND);
        for (int receiver : new int[] {RECEIVER, OTHER_RECEIVER}) {
            assertThat(events).contains(
                    new Happened(receiver, new EpochActivated(KeyLayer.CONTENT, authority.epoch(KeyLayer.CONTENT))));
        }
        rekeyManyTimes();
        finish();

        assertThat(inUse).containsEntry(KeyLayer.TRANSPORT, authority.epoch(KeyLayer.TRANSPORT))
                .containsEntry(KeyLayer.CONTENT, authority.epoch(KeyLayer.CONTENT));
        for (int node : new int[] {HEAD, OTHER_HEAD, RECEIVER, OTHER_RECEIVER}) {
            assertThat(world.node(node).runs()).isOne();
            assertThat(saidLeftBehind(node)).isPositive();
            assertThat(gaps(node)).isEmpty();
            assertThat(bound(node)).hasSize(1);
        }
    }

    @Test
    void aReceiverThatComesWithKeysThatAreTooOldBeginsWithItsNextKeysAndReportsNoGap() {
        world.node(RECEIVER).crash();
        rekey(TOO_MANY, KeyLayer.CONTENT);
        world.node(RECEIVER).start();

        finish();

        assertThat(events).contains(new Happened(RECEIVER, new LeftBehind(KeyLayer.CONTENT)));
        assertThat(passedOver(RECEIVER)).isNotEmpty();
        assertThat(gaps(RECEIVER)).isEmpty();
        assertThat(receiver(RECEIVER).deliveredSequence()).isEqualTo(receiver(OTHER_RECEIVER).deliveredSequence());
    }

    /** It comes with the keys of the epoch before those, which the sender never uses, and nobody has the rekey between: where that begins is where the later keys begin. */
    @Test
    void aReceiverThatComesBeforeItsSenderIsGivenLaterKeysBeginsWithThoseAndReportsNoGap() {
        comeBeforeTheSenderIsGivenLaterKeys();
        assertThat(world.runUntil(() -> inUse.get(KeyLayer.CONTENT) == authority.epoch(KeyLayer.CONTENT), 15 * SECOND))
                .isTrue();

        finish();

        assertThat(events).contains(new Happened(RECEIVER, new LeftBehind(KeyLayer.CONTENT)));
        assertThat(passedOver(RECEIVER)).isNotEmpty();
        assertThat(gaps(RECEIVER)).isEmpty();
        assertThat(gaps(OTHER_RECEIVER)).isEmpty();
        assertThat(receiver(RECEIVER).deliveredSequence()).isEqualTo(receiver(OTHER_RECEIVER).deliveredSequence());
    }

    @Test
    void aReceiverThatComesBeforeItsSenderIsGivenLaterKeysHoldsNoSessionUpThatEndsBeforeTheyAreUsed() {
        comeBeforeTheSenderIsGivenLaterKeys();

        finish();

        assertThat(events).contains(new Happened(RECEIVER, new LeftBehind(KeyLayer.CONTENT)));
        assertThat(receiver(RECEIVER).closeSequence()).isEqualTo(receiver(OTHER_RECEIVER).closeSequence());
        assertThat(gaps(RECEIVER)).isEmpty();
        assertThat(gaps(OTHER_RECEIVER)).isEmpty();
    }

    private void comeBeforeTheSenderIsGivenLaterKeys() {
        world.node(RECEIVER).crash();
        for (int i = 0; i < TOO_MANY; i++) {
            authority.rekey(KeyLayer.CONTENT, terms());
        }
        authority.register(RECEIVER);
        authority.rekey(KeyLayer.CONTENT, terms());
        int opened = sessions(RECEIVER);
        world.node(RECEIVER).start();
        assertThat(world.runUntil(() -> sessions(RECEIVER) > opened, SECOND)).isTrue();
        ask(Topology.SENDER, KeyLayer.CONTENT);
    }

    /** It hears from its parent where epochs begin when those have gone on so far that where its own begins is not told any more. */
    @Test
    void aReceiverThatJoinsAtARepairHeadWhichIsCutOffAndBehindGivesUpWhatItWasNeverGranted() {
        world.node(RECEIVER).crash();
        world.runFor(5 * SECOND);
        List<byte[]> first = authority.rekey(KeyLayer.CONTENT, terms());
        authority.register(RECEIVER);
        int opened = sessions(RECEIVER);
        world.node(RECEIVER).start();
        assertThat(world.runUntil(() -> sessions(RECEIVER) > opened, SECOND)).isTrue();
        cutOff(HEAD, RECEIVER);
        enter(first);
        awaitUse();
        rekey(2, KeyLayer.CONTENT);
        world.network().heal();

        finish();

        assertThat(gaps(RECEIVER)).isNotEmpty();
        assertThat(gaps(OTHER_RECEIVER)).isEmpty();
        assertThat(receiver(RECEIVER).deliveredSequence()).isEqualTo(receiver(OTHER_RECEIVER).deliveredSequence());
    }

    /** Fewer than parents keep: nobody is far behind, nobody in the tree has what is between, and repair heads must hand on what comes after it. */
    @Test
    void laterRekeysReachEverybodyWhoseSenderHasSkippedAFew() {
        for (int i = 0; i < 5; i++) {
            authority.rekey(KeyLayer.CONTENT, terms());
        }
        ask(Topology.SENDER, KeyLayer.CONTENT);
        world.runFor(20 * SECOND);
        for (int receiver : new int[] {RECEIVER, OTHER_RECEIVER}) {
            assertThat(saidLeftBehind(receiver)).isOne();
        }

        rekey(3, KeyLayer.CONTENT);
        finish();

        for (int receiver : new int[] {RECEIVER, OTHER_RECEIVER}) {
            assertThat(saidLeftBehind(receiver)).as("the tree has brought the others").isOne();
            assertThat(gaps(receiver)).isEmpty();
            assertThat(receiver(receiver).deliveredSequence()).isEqualTo(receiver(receiver).closeSequence());
        }
    }

    /** Repair heads know that one, and not those before it, when receivers ask them for these; what is sealed under the keys before it is lost to them. */
    @Test
    void aRekeyAtOnceAfterThoseThatTheSenderHasSkippedHoldsNobodyUp() {
        for (int i = 0; i < 5; i++) {
            authority.rekey(KeyLayer.CONTENT, terms());
        }
        ask(Topology.SENDER, KeyLayer.CONTENT);
        world.runFor(SECOND);

        rekey(1, KeyLayer.CONTENT);
        finish();

        for (int receiver : new int[] {RECEIVER, OTHER_RECEIVER}) {
            assertThat(gaps(receiver)).as("sealed before the rekey was in use").hasSizeLessThanOrEqualTo(1)
                    .allMatch(gap -> gap.last() - gap.first() < 10);
            assertThat(receiver(receiver).deliveredSequence()).isEqualTo(receiver(receiver).closeSequence());
        }
    }

    private void ask(int node, KeyLayer layer) {
        KeyRenewal renewal = authority.renewal(node, layer);
        if (renewal != null) {
            world.at(world.nowNs() + ANSWER_NS, () -> tree.renew(node, layer, renewal));
        }
    }

    private void cutOff(int... nodes) {
        BitSet some = new BitSet();
        Arrays.stream(nodes).forEach(some::set);
        BitSet others = new BitSet();
        TOPOLOGY.places().stream().map(Place::id).filter(id -> !some.get(id)).forEach(others::set);
        world.network().partition(some, others);
    }

    private void rekeyManyTimes() {
        rekey(TOO_MANY, KeyLayer.values());
    }

    /** Each when the one before is in use. */
    private void rekey(int times, KeyLayer... layers) {
        for (int i = 0; i < times; i++) {
            for (KeyLayer layer : layers) {
                enter(authority.rekey(layer, terms()));
            }
            awaitUse();
        }
    }

    private void enter(List<byte[]> inners) {
        world.node(Topology.SENDER).tell(
                nowNs -> inners.forEach(inner -> assertThat(source().engine().rekey(inner, nowNs)).isNull()));
    }

    private void awaitUse() {
        boolean used = world.runUntil(
                () -> inUse.entrySet().stream().allMatch(e -> e.getValue() == authority.epoch(e.getKey())),
                5 * SECOND);
        assertThat(used).as("epochs in use: " + inUse).isTrue();
    }

    private void finish() {
        world.runFor(10 * SECOND);
        world.node(Topology.SENDER).tell(_ -> source().endLoad());
        assertThat(world.runUntil(tree::isFinished, 60 * SECOND)).isTrue();
        assertThat(world.violations().isEmpty()).isTrue();
    }

    private RekeyTerms terms() {
        Instant now = Instant.ofEpochMilli(1_800_000_000_000L + world.nowNs() / MS);
        return RekeyTerms.of(RekeyReason.SCHEDULED, now, 5, 2_000, 1_000, now.plusSeconds(3_600));
    }

    private SourceProgram source() {
        return (SourceProgram) Objects.requireNonNull(world.node(Topology.SENDER).program());
    }

    private ReceiverEngine receiver(int node) {
        return ((ReceiverProgram) Objects.requireNonNull(world.node(node).program())).engine();
    }

    private List<Integer> childrenOf(int node) {
        ChildTable children = ((RepairHeadProgram) Objects.requireNonNull(world.node(node).program())).engine()
                .region().children();
        return IntStream.range(0, children.size()).mapToObj(children::at).filter(Objects::nonNull)
                .filter(Child::isBound).map(Child::id).toList();
    }

    private long saidLeftBehind(int node) {
        return events.stream().filter(e -> e.node == node && e.event instanceof LeftBehind).count();
    }

    private int sessions(int node) {
        return (int) events.stream().filter(e -> e.node == node && e.event instanceof SessionOpened).count();
    }

    private List<PassedOver> passedOver(int node) {
        return events.stream().filter(e -> e.node == node && e.event instanceof PassedOver)
                .map(e -> (PassedOver) e.event).toList();
    }

    private List<Unrecoverable> gaps(int node) {
        return events.stream().filter(e -> e.node == node && e.event instanceof Unrecoverable)
                .map(e -> (Unrecoverable) e.event).toList();
    }

    private List<Integer> bound(int node) {
        return events.stream().filter(e -> e.node == node && e.event instanceof ParentBound)
                .map(e -> ((ParentBound) e.event).parent()).toList();
    }
}
