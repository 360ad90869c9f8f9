package io.trackmc.proto.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.engine.ProtocolConfig;
import io.trackmc.proto.sender.SenderEngine;
import io.trackmc.proto.testing.Insider;
import io.trackmc.proto.testing.Sent;
import io.trackmc.proto.testing.World;
import io.trackmc.proto.wire.CongestionControl;
import io.trackmc.proto.wire.MessageType;
import io.trackmc.proto.wire.SessionRules;
import io.trackmc.proto.wire.TrackMessage;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is told up and down the tree where congestion is controlled. */
class CongestionTest {

    private static final long MS = Session.MS;
    private static final int SENDER = 1;
    private static final int HEAD = 10;
    private static final int ANN = 100;
    private static final int BOB = 101;
    private static final int EVE = 102;
    private static final SessionRules TFMCC = SessionRules.DEFAULT.with(CongestionControl.TFMCC);

    private final World world = new World(ProtocolConfig.lan()).sender(SENDER).repairHead(HEAD, SENDER)
            .receiver(ANN, HEAD).receiver(BOB, HEAD).receiver(EVE, SENDER);

    @Test
    void shouldTellNothingWithoutCongestionControl() {
        Session session = start(SessionRules.DEFAULT);
        session.send(Session.messages(500, 1_292));
        world.run(200 * MS);

        assertThat(tracks(ANN)).isNotEmpty().allMatch(track -> track.allowedRate() == 0);
        assertThat(sender().congestionRate()).isZero();
        assertThat(sender().limitingReceiver()).isZero();
        assertThat(sender().lossEventRate()).isZero();
        session.finish();
    }

    @Test
    void shouldTellDownTheTreeThatThereIsAndHowFarTheSenderIs() {
        start(TFMCC);
        world.run(2_000 * MS);

        assertThat(world.node(HEAD).repairHead().session().rules()).isEqualTo(TFMCC);
        // Two ways of 100 us each.
        assertThat(world.node(HEAD).repairHead().session().senderRttNs()).isBetween(150_000L, 400_000L);
    }

    @Test
    void shouldKeepToThePathThatLosesAndNameItsReceiver() {
        Session session = start(TFMCC);
        world.fate((packet, to) -> to == BOB && packet.is(MessageType.ODATA) && packet.sequence() % 50 == 0
                ? World.LOST
                : 2 * MS);
        session.send(Session.messages(3_000, 1_292));
        world.run(1_500 * MS);

        assertThat(sender().limitingReceiver()).isEqualTo(BOB);
        assertThat(sender().lossEventRate()).isBetween(0.01, 0.03);
        // What the equation says for 2 % and a way of four milliseconds and two hops; both are known roughly.
        assertThat(sender().congestionRate()).isBetween(1_000_000L, 5_000_000L);
        assertThat(sender().isRateLimited() || sender().lastSent() == 3_000).isTrue();
        world.heal();
        session.finish();
        session.assertEveryReceiverHasAll();
    }

    @Test
    void shouldForwardTheReportOfTheSlowestOnly() {
        Session session = start(TFMCC);
        world.fate((packet, to) -> to == BOB && packet.is(MessageType.ODATA) && packet.sequence() % 50 == 0
                ? World.LOST
                : World.DELAY_NS);
        session.send(Session.messages(3_000, 1_292));
        world.run(100 * MS);

        List<TrackMessage> told = tracks(HEAD);
        assertThat(told.getLast().limiter()).isEqualTo(BOB);
        assertThat(told).allMatch(track -> track.limiter() != HEAD);
    }

    /** A receiver speaks for itself alone: what it names is not believed. */
    @Test
    void shouldNotLetAReceiverReportForAnother() {
        letEveLieAndDie(start(TFMCC));

        assertThat(sender().limitingReceiver()).isEqualTo(EVE);
        assertThat(sender().congestionRate()).isEqualTo(50_000);
    }

    @Test
    void shouldGoOnWhenTheSlowestIsGone() {
        Session session = start(TFMCC);
        letEveLieAndDie(session);
        world.run(2_000 * MS);
        session.send(Session.messages(500, 1_292));
        world.run(2_000 * MS);

        assertThat(sender().limitingReceiver()).isNotEqualTo(EVE);
        assertThat(sender().lastSent()).isEqualTo(510);
    }

    /** Her last word is a low rate, in the name of another. */
    private void letEveLieAndDie(Session session) {
        session.send(Session.messages(10, 1_292));
        world.run(100 * MS);
        world.crash(EVE);
        new Insider(world).up(EVE, SENDER, new TrackMessage().cumAck(10).subtreeCumAck(10)
                .highestAllowed(2_000).receiverCount(1).rate(50_000, ANN, 1_000, 7));
    }

    private Session start(SessionRules rules) {
        world.node(SENDER).rules(rules);
        Session session = new Session(world.startAll());
        session.bindAll();
        return session;
    }

    private SenderEngine sender() {
        return world.node(SENDER).sender();
    }

    private List<TrackMessage> tracks(int from) {
        return world.sent(from, MessageType.TRACK).stream().map(CongestionTest::track).toList();
    }

    private static TrackMessage track(Sent sent) {
        return sent.as(new TrackMessage());
    }
}
