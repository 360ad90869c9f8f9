package io.trackmc.proto.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.engine.ProtocolConfig;
import io.trackmc.proto.event.CounterId;
import io.trackmc.proto.repairhead.RepairHeadFootprint;
import io.trackmc.proto.testing.Node;
import io.trackmc.proto.testing.RetainedSize;
import io.trackmc.proto.testing.World;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What nodes weigh of which there are many: a million receivers, and ten thousand repair heads with a hundred children each. */
class MemoryTest {

    private static final long MS = Session.MS;
    private static final int SENDER = 1;
    private static final int HEAD = 10;
    private static final int ANN = 100;
    private static final int BOB = 101;
    private static final int CHILDREN = 100;
    private static final int WINDOW = 256;
    private static final int MESSAGE_BYTES = 256;
    private static final ProtocolConfig CONFIG = ProtocolConfig.lan().withSizes(1408, WINDOW, 2 * CHILDREN);

    /** Without its keys. */
    private static final long IDLE_RECEIVER = 3_000;

    /** One that has had losses keeps what it has counted and a bitmap for each key under which a counter was missing. */
    private static final long ONCE_BUSY_RECEIVER = IDLE_RECEIVER + 256;

    private static final long IDLE_HEAD = 16_384;
    private static final long CHILD = 640;

    private final World world = new World(CONFIG);

    @Test
    void shouldWeighLittleAsAnIdleReceiver() {
        Node ann = receiver();

        RetainedSize size = RetainedSize.of(ann.receiver());

        assertThat(size.bytes()).as(size::toString).isLessThan(IDLE_RECEIVER);
    }

    /** The smallest share of the window waits behind what is missing; nothing of that stays. */
    @Test
    void shouldGiveBackWhatABusyReceiverNeeded() {
        Node ann = receiver();
        long idle = RetainedSize.of(ann.receiver()).bytes();
        long[] seen = new long[1];
        world.fate((packet, to) -> to == ANN && packet.hasInner() && ++seen[0] % 10 == 0 ? World.LOST : World.DELAY_NS);
        Session session = new Session(world);
        session.begin();
        session.send(packets(WINDOW));
        long most = 0;
        for (int i = 0; i < 1_000; i++) {
            world.run(MS / 10);
            most = Math.max(most, RetainedSize.of(ann.receiver()).bytes());
        }
        assertThat(ann.count(CounterId.LOSSES_DETECTED)).isPositive();
        assertThat(most).isGreaterThan(idle + 1_000);

        world.run(10 * CONFIG.tree().trackIdleNs() / MS * MS);

        session.assertHasAll(ann);
        RetainedSize size = RetainedSize.of(ann.receiver());
        assertThat(size.bytes()).as(size::toString).isLessThan(ONCE_BUSY_RECEIVER);
    }

    @Test
    void shouldWeighLittleAsAnIdleRepairHead() {
        world.sender(SENDER).repairHead(HEAD, SENDER);
        world.start(SENDER);
        Node head = world.start(HEAD);
        world.run(100 * MS);
        long alone = RetainedSize.of(head.repairHead()).bytes();
        for (int i = 0; i < CHILDREN; i++) {
            world.receiver(ANN + i, HEAD);
            world.start(ANN + i);
        }
        world.runUntil("bound", 5_000 * MS, () -> head.repairHead().region().children().boundCount() == CHILDREN);
        world.run(500 * MS);

        RetainedSize size = RetainedSize.of(head.repairHead());
        assertThat(alone).as("alone").isLessThan(IDLE_HEAD);
        assertThat((size.bytes() - alone) / CHILDREN).as(size::toString).isLessThan(CHILD);
    }

    /** All places taken, the store full, and half of all packets lost on the way to the children. */
    @Test
    void shouldNeverWeighMoreThanItsFootprintAsARepairHead() {
        ProtocolConfig full = CONFIG.withSizes(1408, WINDOW, CHILDREN).withReserved(0);
        World crowded = new World(full);
        crowded.sender(SENDER).repairHead(HEAD, SENDER);
        crowded.start(SENDER);
        Node head = crowded.start(HEAD);
        for (int i = 0; i < CHILDREN; i++) {
            crowded.receiver(ANN + i, HEAD);
            crowded.start(ANN + i);
        }
        crowded.runUntil("bound", 5_000 * MS, () -> head.repairHead().region().children().boundCount() == CHILDREN);
        crowded.fate((packet, to) -> to >= ANN && packet.hasInner() && (packet.sequence() + to) % 2 == 0
                ? World.LOST : World.DELAY_NS);
        Session session = new Session(crowded);
        session.begin();
        session.send(packets(4 * WINDOW));
        long most = 0;
        for (int i = 0; i < 500; i++) {
            crowded.run(MS);
            most = Math.max(most, RetainedSize.of(head.repairHead()).bytes());
        }

        long keptBytes = (long) full.storePackets() * MESSAGE_BYTES;
        assertThat(most).isGreaterThan(keptBytes).isLessThan(RepairHeadFootprint.mostBytes(full, 0));
    }

    private Node receiver() {
        world.sender(SENDER).receiver(ANN, SENDER).receiver(BOB, SENDER);
        world.startAll();
        world.runUntil("bound", 1_000 * MS, () -> world.node(SENDER).sender().receiverCount() == 2);
        world.run(500 * MS);
        return world.node(ANN);
    }

    private static List<byte[]> packets(int count) {
        List<byte[]> made = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            made.add(new byte[MESSAGE_BYTES]);
        }
        return made;
    }
}
