package io.trackmc.proto.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.engine.EngineEvent.ParentBound;
import io.trackmc.proto.engine.ProtocolConfig;
import io.trackmc.proto.testing.Node;
import io.trackmc.proto.testing.Sent;
import io.trackmc.proto.testing.World;
import io.trackmc.proto.wire.MessageType;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How long orphans are without a parent while the sender sends as fast as it may. */
class FailoverTimeTest {

    private static final long MS = Session.MS;
    private static final long DETECTION_MS = 500;
    private static final int SENDER = 1;
    private static final int PRIMARY = 10;
    private static final int FIRST = 20;
    private static final int SECOND = 30;
    private static final int ORPHANS = 12;
    private static final int FIRST_ORPHAN = 100;

    @Test
    void shouldBindEveryOrphanToTheBackupSoonAfterDetection() {
        World world = threeRegions();
        Session session = atFullLoad(world);

        world.crash(PRIMARY);

        world.runUntil("bound to the first backup", (DETECTION_MS + 50) * MS, () -> allBoundTo(world, FIRST));
        session.finish();
        session.assertEveryReceiverHasAll();
    }

    /** Otherwise they all ask in the same instant, because the last Heartbeat was the same for all. */
    @Test
    void shouldSpreadTheRequestsOfACrowdOfOrphans() {
        World world = threeRegions();
        atFullLoad(world);
        world.forgetSent();

        world.crash(PRIMARY);
        world.runUntil("bound", 2 * DETECTION_MS * MS, () -> allBoundTo(world, FIRST));

        Stream<Long> tenthsOfMs = requestsTo(world, FIRST).map(request -> request.elapsedNs() / (MS / 10)).distinct();
        assertThat(tenthsOfMs.count()).isGreaterThan(ORPHANS / 4);
    }

    /** The requests of the first two milliseconds are lost: a burst, as when a switch learns anew where everybody is. */
    @Test
    void shouldRepeatTheRequestOfAnOrphanSoon() {
        World world = threeRegions();
        Session session = atFullLoad(world);

        world.crash(PRIMARY);
        world.runUntil("asked", 2 * DETECTION_MS * MS, () -> requestsTo(world, FIRST).findAny().isPresent());
        world.fate((packet, to) -> packet.is(MessageType.BIND_REQUEST) ? World.LOST : World.DELAY_NS);
        world.run(2 * MS);
        world.fate((packet, to) -> World.DELAY_NS);

        world.runUntil("bound to the first backup", 15 * MS, () -> allBoundTo(world, FIRST));
        session.finish();
        session.assertEveryReceiverHasAll();
    }

    @Test
    void shouldBindEveryOrphanToALiveBackupWhenTheFirstDiesToo() {
        World world = threeRegions();
        Session session = atFullLoad(world);

        world.crash(PRIMARY);
        world.crash(FIRST);

        world.runUntil("bound to the second backup", (DETECTION_MS + 250) * MS, () -> allBoundTo(world, SECOND));
        session.finish();
        session.assertEveryReceiverHasAll();
    }

    @Test
    void shouldBindEveryOrphanToALiveBackupWhenTheFirstDiesWhileItIsAsked() {
        World world = threeRegions();
        Session session = atFullLoad(world);

        world.crash(PRIMARY);
        world.run((DETECTION_MS - 60) * MS);
        world.crash(FIRST);

        world.runUntil("bound to the second backup", DETECTION_MS * MS, () -> allBoundTo(world, SECOND));
        session.finish();
        session.assertEveryReceiverHasAll();
    }

    @Test
    void shouldGoOnToTheNextBackupWhenTheFirstIsHeardAndDoesNotHear() {
        World world = threeRegions();
        Session session = atFullLoad(world);

        world.fate((packet, to) -> packet.from() >= FIRST_ORPHAN && to == FIRST ? World.LOST : World.DELAY_NS);
        world.crash(PRIMARY);

        world.runUntil("bound to the second backup", 3 * DETECTION_MS * MS, () -> allBoundTo(world, SECOND));
        session.finish();
        session.assertEveryReceiverHasAll();
    }

    /** It has lost its own parent, and says so only to those who ask. */
    @Test
    void shouldNotWaitForABackupThatIsCutOffItselfWhileAnotherIsConnected() {
        World world = new World(ProtocolConfig.lan()).sender(SENDER).repairHead(PRIMARY, SENDER)
                .repairHead(FIRST, PRIMARY).repairHead(SECOND, SENDER).receiver(FIRST_ORPHAN, PRIMARY, FIRST, SECOND);
        Session session = new Session(world.startAll());
        session.bindAll();
        session.send(Session.messages(50, 400));
        world.run(300 * MS);

        world.crash(PRIMARY);

        world.runUntil("bound", (DETECTION_MS + 100) * MS, () -> isBoundTo(world.node(FIRST_ORPHAN), SECOND));
        session.finish();
        session.assertEveryReceiverHasAll();
    }

    @Test
    void shouldNotRunBackAndForthBetweenBackupsThatDoNotAnswer() {
        World world = threeRegions();
        atFullLoad(world);

        world.fate((packet, to) -> packet.is(MessageType.BIND_REQUEST) ? World.LOST : World.DELAY_NS);
        world.crash(PRIMARY);
        world.run(1_000 * MS);
        world.forgetSent();
        world.run(10_000 * MS);

        long asked = world.sent(FIRST_ORPHAN, MessageType.BIND_REQUEST).size();
        assertThat(asked).isBetween(10L, 50L);
    }

    @Test
    void shouldStayWithTheBackupWhenTheParentReturns() {
        World world = threeRegions();
        Session session = atFullLoad(world);
        world.crash(PRIMARY);
        world.runUntil("bound to the first backup", 2 * DETECTION_MS * MS, () -> allBoundTo(world, FIRST));

        world.start(PRIMARY);
        world.run(5_000 * MS);

        assertThat(orphans(world)).allSatisfy(orphan -> assertThat(orphan.events(ParentBound.class)).hasSize(2));
        session.finish();
        session.assertEveryReceiverHasAll();
    }

    /** Its first Nack comes before the backup knows that it is where it says; what that asks for follows once it does. */
    @Test
    void shouldRepairAnOrphanThatHasAskedOnce() {
        World world = threeRegions();
        Session session = atFullLoad(world);
        world.crash(PRIMARY);
        world.fate((packet, to) -> packet.is(MessageType.ODATA) && to == FIRST_ORPHAN ? World.LOST : World.DELAY_NS);
        world.run(2 * MS);
        world.fate((packet, to) -> World.DELAY_NS);
        world.runUntil("bound", 2 * DETECTION_MS * MS, () -> isBoundTo(world.node(FIRST_ORPHAN), FIRST));
        world.forgetSent();

        world.runUntil("repaired", DETECTION_MS * MS, () -> world.sent(FIRST, MessageType.RDATA).stream()
                .anyMatch(repair -> repair.to() == FIRST_ORPHAN));

        assertThat(world.sent(FIRST_ORPHAN, MessageType.NACK)).hasSize(1);
        session.finish();
        session.assertEveryReceiverHasAll();
    }

    private static World threeRegions() {
        World world = new World(ProtocolConfig.lan().withSizes(1408, 256, 64).withRates(1_000_000, 0)).sender(SENDER)
                .repairHead(PRIMARY, SENDER).repairHead(FIRST, SENDER).repairHead(SECOND, SENDER);
        for (int i = 0; i < ORPHANS; i++) {
            world.receiver(FIRST_ORPHAN + i, PRIMARY, FIRST, SECOND);
        }
        return world;
    }

    private static Session atFullLoad(World world) {
        Session session = new Session(world.startAll());
        session.bindAll();
        session.send(Session.messages(800, 1_000));
        world.run(300 * MS);
        return session;
    }

    private static List<Node> orphans(World world) {
        return world.ids().stream().filter(id -> id >= FIRST_ORPHAN).map(world::node).toList();
    }

    private static boolean allBoundTo(World world, int parent) {
        return orphans(world).stream().allMatch(orphan -> isBoundTo(orphan, parent));
    }

    private static boolean isBoundTo(Node orphan, int parent) {
        List<ParentBound> bound = orphan.events(ParentBound.class);
        return !bound.isEmpty() && bound.getLast().parent() == parent;
    }

    private static Stream<Sent> requestsTo(World world, int parent) {
        return world.sent().stream().filter(packet -> packet.is(MessageType.BIND_REQUEST) && packet.to() == parent);
    }
}
