package io.trackmc.proto.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.engine.FlowConfig;
import io.trackmc.proto.engine.ProtocolConfig;
import io.trackmc.proto.sender.SenderEngine;
import io.trackmc.proto.sender.SenderStall;
import io.trackmc.proto.testing.World;
import io.trackmc.proto.wire.MessageType;
import org.junit.jupiter.api.Test;

/** What stops a sender, and up to where it knows that it got through. */
class SenderLimitsTest {

    private static final int LENGTH = 1_000;
    private static final byte[] MESSAGE = new byte[LENGTH];

    @Test
    void shouldTakeNothingBeyondTheLastSequenceAndCloseAllTheSame() {
        World world = new World(ProtocolConfig.lan()).sender(1).receiver(100, 1);
        world.node(1).lastSequence(3);
        Session session = new Session(world.startAll());
        session.bindAll();
        session.send(Session.messages(3, LENGTH));
        world.run(100 * Session.MS);

        assertThat(offer(world)).isEqualTo(SenderEngine.KEY_EXPIRED);
        session.finish();
        session.assertEveryReceiverHasAll();
        assertThat(world.node(1).sender().completeCount()).isOne();
    }

    @Test
    void shouldTellThatOnlyTheRateLimitKeepsPackets() {
        World world = new World(ProtocolConfig.lan().withRates(100_000, 0)).sender(1).receiver(100, 1).startAll();
        Session session = new Session(world);
        session.bindAll();
        assertThat(world.node(1).sender().isRateLimited()).isFalse();
        session.send(Session.messages(200, LENGTH));
        assertThat(world.node(1).sender().isRateLimited()).isTrue();
        assertThat(world.node(1).sender().stall()).isEqualTo(SenderStall.RATE);
        world.run(10 * Session.SECOND);
        assertThat(world.node(1).sender().isRateLimited()).isFalse();
        assertThat(world.node(1).sender().stall()).isNull();
        assertThat(stalledNs(world.node(1).sender(), SenderStall.RATE)).isBetween(100 * Session.MS,
                10 * Session.SECOND);
    }

    /** Half of the packets are lost, so as many repairs go out as data. */
    @Test
    void shouldCountRepairsAgainstTheLimitOfAllThatIsSent() {
        long limit = 1_000_000;
        FlowConfig flow = new FlowConfig(FlowConfig.SlowReceiver.WAIT, Session.SECOND, limit);
        World world = new World(ProtocolConfig.lan().withFlow(flow)).sender(1).receiver(100, 1).startAll();
        Session session = new Session(world);
        session.bindAll();
        world.run(500 * Session.MS);
        world.forgetSent();
        int[] count = {0};
        world.fate((packet, to) -> packet.is(MessageType.ODATA) && count[0]++ % 2 == 0 ? World.LOST : World.DELAY_NS);
        session.send(Session.messages(3_000, 1_292));
        world.run(Session.SECOND);

        long data = bytes(world, MessageType.ODATA);
        long repairs = bytes(world, MessageType.RDATA);
        assertThat(repairs).isGreaterThan(limit / 4);
        assertThat(data + repairs).isBetween(limit * 9 / 10, limit * 11 / 10);
        assertThat(world.node(1).sender().isRateLimited()).isTrue();
    }

    private static long bytes(World world, MessageType type) {
        return world.sent(1, type).stream().mapToLong(p -> p.bytes().length).sum();
    }

    @Test
    void shouldNotCallAFullWindowALimitOfRate() {
        World world = new World(ProtocolConfig.lan().withRates(100_000_000, 0)).sender(1).receiver(100, 1).startAll();
        Session session = new Session(world);
        session.bindAll();
        world.node(100).reading(false);
        int window = ProtocolConfig.lan().windowPackets();
        session.send(Session.messages(2 * window, LENGTH));
        world.run(Session.SECOND);

        SenderEngine sender = world.node(1).sender();
        assertThat(sender.lastSent()).isEqualTo(window);
        assertThat(sender.isRateLimited()).isFalse();
        assertThat(sender.stall()).as("it has everything, and takes nothing").isEqualTo(SenderStall.APPLICATION);
        assertThat(sender.stalledNs()).isBetween(500 * Session.MS, Session.SECOND);
        assertThat(stalledNs(sender, SenderStall.APPLICATION)).isBetween(500 * Session.MS, Session.SECOND);

        world.node(100).reading(true);
        world.run(Session.SECOND);
        assertThat(sender.stall()).isNull();
        assertThat(sender.stalledNs()).isZero();
    }

    @Test
    void shouldTellWhenNobodyIsThereToSendTo() {
        World world = new World(ProtocolConfig.lan()).sender(1).receiver(100, 1).startAll();
        Session session = new Session(world);
        session.bindAll();
        world.crash(100);
        session.send(Session.messages(2 * ProtocolConfig.lan().windowPackets(), LENGTH));
        world.run(100 * Session.MS);
        SenderEngine sender = world.node(1).sender();
        assertThat(sender.stall()).as("it may be alive").isEqualTo(SenderStall.WINDOW);

        world.run(5 * Session.SECOND);

        assertThat(sender.receiverCount()).isZero();
        assertThat(sender.stall()).isEqualTo(SenderStall.NO_MEMBERS);
        assertThat(stalledNs(sender, SenderStall.NO_MEMBERS)).isPositive();
        assertThat(stalledNs(sender, SenderStall.WINDOW)).isPositive();
    }

    private static long stalledNs(SenderEngine sender, SenderStall cause) {
        return sender.counters().get(cause.nanoseconds());
    }

    @Test
    void shouldKnowUpToWhereEverythingIsStoredAndConfirmed() {
        World world = new World(ProtocolConfig.lan()).sender(1).repairHead(10, 1).receiver(100, 10);
        world.node(100).confirmExplicitly();
        Session session = new Session(world.startAll());
        session.bindAll();
        session.send(Session.messages(10, LENGTH));
        SenderEngine sender = world.node(1).sender();
        long last = sender.lastOffered();
        assertThat(last).isEqualTo(sender.lastSent()).isGreaterThan(4);
        world.run(500 * Session.MS);
        assertThat(sender.stableSequence()).isEqualTo(last);
        assertThat(sender.confirmedSequence()).isZero();

        world.node(100).receiver().confirm(world.nowNs(), 4);
        world.run(500 * Session.MS);
        assertThat(sender.confirmedSequence()).isEqualTo(4);
    }

    private static int offer(World world) {
        return world.node(1).sender().offer(MESSAGE, 0, LENGTH, 0);
    }
}
