package io.trackmc.proto.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.engine.EngineEvent.ParentBound;
import io.trackmc.proto.engine.Path;
import io.trackmc.proto.engine.ProtocolConfig;
import io.trackmc.proto.event.CounterId;
import io.trackmc.proto.event.DropReason;
import io.trackmc.proto.protect.HopSealer;
import io.trackmc.proto.testing.FakeHopKeys;
import io.trackmc.proto.testing.Nodes;
import io.trackmc.proto.testing.Sent;
import io.trackmc.proto.testing.World;
import io.trackmc.proto.wire.AdvertiseMessage;
import io.trackmc.proto.wire.MessageType;
import io.trackmc.proto.wire.QueryMessage;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A child finds out which of its parents is near. */
class DiscoveryTest {

    private static final long MS = Session.MS;
    private static final int SENDER = 1;
    private static final int FAR = 10;
    private static final int MIDDLE = 20;
    private static final int NEAR = 30;
    private static final int ANN = 100;
    private static final int BOB = 101;
    private static final int EVE = 102;
    private static final ProtocolConfig CONFIG = ProtocolConfig.lan().withSizes(1408, 256, 64).withDiscovery(true);
    private static final ProtocolConfig ONE_RECEIVER = ProtocolConfig.lan().withSizes(1408, 256, 3).withReserved(2)
            .withDiscovery(true);

    /** Round-trip times between a repair head and a receiver, in milliseconds. */
    private static final Map<Integer, Long> RTT_MS = Map.of(FAR, 20L, MIDDLE, 5L, NEAR, 1L);

    /** Its own order is the other way round. */
    @Test
    void shouldTakeTheNearestWhateverTheOrderOfItsParents() {
        World world = world(CONFIG);
        bind(world, ANN, NEAR);
    }

    @Test
    void shouldNotAskTheSourceWhileThereIsARepairHeadHoweverFar() {
        World world = new World(CONFIG).sender(SENDER).repairHead(FAR, SENDER).receiver(ANN, SENDER, FAR);
        distances(world);
        world.startAll();
        world.run(2_000 * MS);

        assertThat(parents(world, ANN)).containsExactly(FAR);
    }

    @Test
    void shouldTakeTheNextNearestWhenTheNearestIsFull() {
        World world = world(ONE_RECEIVER);
        bind(world, ANN, NEAR);
        bind(world, BOB, MIDDLE);
    }

    @Test
    void shouldGoToTheNextNearestWhenItsParentDiesAndStayThereWhenItComesBack() {
        World world = world(CONFIG);
        bind(world, ANN, NEAR);

        world.crash(NEAR);
        world.run(3_000 * MS);
        assertThat(parents(world, ANN)).containsExactly(NEAR, MIDDLE);

        world.start(NEAR);
        world.run(30_000 * MS);
        assertThat(parents(world, ANN)).containsExactly(NEAR, MIDDLE);
    }

    @Test
    void shouldComeBackToTheNearestWhenItHasToGoAnyway() {
        World world = world(CONFIG);
        bind(world, ANN, NEAR);
        world.crash(NEAR);
        world.run(3_000 * MS);
        world.start(NEAR);
        world.run(3_000 * MS);

        world.crash(MIDDLE);
        world.run(3_000 * MS);

        assertThat(parents(world, ANN)).containsExactly(NEAR, MIDDLE, NEAR);
    }

    /** One that starts first waits until it hears somebody, and then still measures. */
    @Test
    void shouldMeasureParentsThatStartLongAfterIt() {
        World world = world(CONFIG);
        world.start(ANN);
        world.run(5_000 * MS);
        startParents(world);
        world.run(2_000 * MS);

        assertThat(parents(world, ANN)).containsExactly(NEAR);
    }

    /** The answers are lost: what they advertise is enough to find one. */
    @Test
    void shouldDoWithoutMeasurements() {
        World world = world(CONFIG);
        world.fate((packet, to) -> packet.is(MessageType.QUERY) ? World.LOST : World.DELAY_NS);
        startParents(world);
        world.run(1_000 * MS);
        world.start(ANN);
        world.run(2_000 * MS);

        assertThat(parents(world, ANN)).containsExactly(FAR);
    }

    @Test
    void shouldLetARepairHeadTakeTheLowestLevelBeforeTheNearest() {
        World world = new World(CONFIG).sender(SENDER).repairHead(FAR, SENDER).repairHead(MIDDLE, FAR)
                .repairHead(NEAR, MIDDLE, FAR);
        world.fate((packet, to) -> to == NEAR && packet.from() == FAR ? 10 * MS : World.DELAY_NS);
        List.of(SENDER, FAR, MIDDLE).forEach(world::start);
        world.run(2_000 * MS);
        world.start(NEAR);
        world.run(2_000 * MS);

        assertThat(parents(world, NEAR)).containsExactly(FAR);
    }

    /** A minute of a bound child. */
    @Test
    void shouldAskSeldomOnceItKnows() {
        World world = world(CONFIG);
        bind(world, ANN, NEAR);
        world.forgetSent();

        world.run(60_000 * MS);

        assertThat(world.sent(ANN, MessageType.QUERY)).hasSizeBetween(45, 62);
    }

    @Test
    void shouldAskNobodyUnlessItIsConfiguredTo() {
        World world = world(CONFIG.withDiscovery(false));
        startParents(world);
        world.start(ANN);
        world.run(2_000 * MS);

        assertThat(world.sent(ANN, MessageType.QUERY)).isEmpty();
        assertThat(parents(world, ANN)).containsExactly(FAR);
    }

    /** What a member can do with another's name and address. */
    @Test
    void shouldAnswerAForgedQuerySeldomAndWithNoMoreBytes() {
        World world = world(CONFIG);
        startParents(world);
        world.run(1_000 * MS);
        world.forgetSent();
        long before = world.node(NEAR).count(CounterId.QUERIES_ANSWERED);

        for (int i = 0; i < 1_000; i++) {
            world.inject(NEAR, Path.Channel.UNICAST, Nodes.endpoint(BOB), query(world, ANN, NEAR));
            world.run(MS);
        }

        List<Sent> answers = answers(world, NEAR);
        assertThat(answers).hasSizeBetween(9, 11);
        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.to()).isEqualTo(BOB);
            assertThat(answer.bytes().length).isEqualTo(query(world, ANN, NEAR).length);
        });
        assertThat(world.node(NEAR).count(CounterId.QUERIES_ANSWERED) - before).isEqualTo(answers.size());
        assertThat(world.node(NEAR).engine().counters().get(DropReason.TOO_OFTEN)).isGreaterThan(980);
        assertThat(world.node(NEAR).repairHead().region().children().boundCount()).isZero();
    }

    @Test
    void shouldAnswerOnlyMembersWhoMeanThisParent() {
        World world = world(CONFIG);
        startParents(world);
        world.run(1_000 * MS);
        world.forgetSent();

        world.inject(NEAR, Path.Channel.UNICAST, Nodes.endpoint(BOB), query(world, BOB, MIDDLE));
        byte[] altered = query(world, BOB, NEAR);
        altered[altered.length - 1] ^= 1;
        world.inject(NEAR, Path.Channel.UNICAST, Nodes.endpoint(BOB), altered);
        world.inject(NEAR, Path.Channel.UNICAST, Nodes.endpoint(BOB), query(world, SENDER, NEAR));
        world.inject(NEAR, Path.Channel.REGION, Nodes.endpoint(BOB), query(world, BOB, NEAR));
        assertThat(answers(world, NEAR)).isEmpty();

        world.inject(NEAR, Path.Channel.UNICAST, Nodes.endpoint(BOB), query(world, BOB, NEAR));
        assertThat(answers(world, NEAR)).hasSize(1);
    }

    /** Answers to nobody's question, and to another's, make nobody nearer. */
    @Test
    void shouldBelieveOnlyAnswersToItsOwnNewestQuestion() {
        World world = world(CONFIG);
        startParents(world);
        world.start(ANN);
        world.run(600 * MS);
        Sent answer = world.sent(NEAR, MessageType.ADVERTISE).stream().filter(Sent::isUnicast).findFirst()
                .orElseThrow();
        world.start(BOB);
        long before = stale(world, ANN) + stale(world, BOB);

        world.replay(answer, ANN);
        world.replay(answer, BOB);

        assertThat(stale(world, ANN) + stale(world, BOB)).isEqualTo(before + 2);
    }

    private static long stale(World world, int node) {
        return world.node(node).engine().counters().get(DropReason.STALE);
    }

    private static World world(ProtocolConfig config) {
        World world = new World(config).sender(SENDER).repairHead(FAR, SENDER).repairHead(MIDDLE, SENDER)
                .repairHead(NEAR, SENDER);
        for (int id : List.of(ANN, BOB, EVE)) {
            world.receiver(id, FAR, MIDDLE, NEAR);
        }
        distances(world);
        return world;
    }

    private static void distances(World world) {
        world.fate((packet, to) -> {
            long one = RTT_MS.getOrDefault(packet.from(), 0L) * MS / 2;
            long other = RTT_MS.getOrDefault(to, 0L) * MS / 2;
            boolean local = packet.from() >= ANN || to >= ANN;
            return local && one + other > 0 ? one + other : World.DELAY_NS;
        });
    }

    private static void startParents(World world) {
        List.of(SENDER, FAR, MIDDLE, NEAR).forEach(world::start);
    }

    private static void bind(World world, int receiver, int parent) {
        startParents(world);
        world.run(1_000 * MS);
        world.start(receiver);
        world.run(2_000 * MS);
        assertThat(parents(world, receiver)).containsExactly(parent);
    }

    private static List<Integer> parents(World world, int node) {
        return world.node(node).events(ParentBound.class).stream().map(ParentBound::parent).toList();
    }

    private static List<Sent> answers(World world, int parent) {
        return world.sent(parent, MessageType.ADVERTISE).stream()
                .filter(sent -> sent.as(new AdvertiseMessage()).isAnswer()).toList();
    }

    private static byte[] query(World world, int origin, int target) {
        FakeHopKeys keys = new FakeHopKeys(world.group(), origin, Nodes.incarnation(origin, 1));
        HopSealer sealer = keys.dataSealer();
        byte[] bytes = new byte[1408];
        QueryMessage query = new QueryMessage().incarnationTail(Nodes.incarnation(origin, 1).low()).target(target)
                .token(7);
        return Arrays.copyOf(bytes, sealer.seal(bytes, 0, query.write(bytes, 0)));
    }
}
