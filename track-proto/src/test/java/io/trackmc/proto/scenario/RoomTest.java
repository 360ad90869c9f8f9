package io.trackmc.proto.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.engine.ProtocolConfig;
import io.trackmc.proto.testing.Insider;
import io.trackmc.proto.testing.World;
import io.trackmc.proto.wire.MessageType;
import io.trackmc.proto.wire.TrackMessage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a repair head tells its parent of the room below: the least that it and its live children have. */
class RoomTest {

    private static final long MS = Session.MS;
    private static final int SENDER = 1;
    private static final int HEAD = 10;
    private static final int ANN = 100;
    private static final int BOB = 101;
    private static final long SENT = 3;
    private static final long TIGHT = SENT + 4;
    private static final long FULL_WINDOW = SENT + ProtocolConfig.lan().windowPackets();

    private World world;
    private Insider insider;

    @BeforeEach
    void sendALittleToTwo() {
        world = new World(ProtocolConfig.lan()).sender(SENDER).repairHead(HEAD, SENDER).receiver(ANN, HEAD)
                .receiver(BOB, HEAD);
        insider = new Insider(world);
        world.startAll();
        Session session = new Session(world);
        session.bindAll();
        session.send(Session.messages((int) SENT, 1_292));
        world.run(200 * MS);
        assertThat(told()).isEqualTo(FULL_WINDOW);
    }

    @Test
    void shouldHaveNoMoreRoomThanTheTightestOfItsChildren() {
        report(ANN, TIGHT);
        world.run(100 * MS);

        assertThat(told()).isEqualTo(TIGHT);
    }

    @Test
    void shouldForgetTheRoomOfAChildThatItGaveUp() {
        report(ANN, TIGHT);
        world.run(10_000 * MS);

        assertThat(world.node(HEAD).repairHead().region().children().boundCount()).isEqualTo(1);
        assertThat(told()).isEqualTo(FULL_WINDOW);
    }

    @Test
    void shouldHaveNoMoreRoomThanItself() {
        report(ANN, Long.MAX_VALUE);
        report(BOB, Long.MAX_VALUE);
        world.run(100 * MS);

        assertThat(told()).isEqualTo(FULL_WINDOW);
    }

    @Test
    void shouldHaveItsOwnRoomWithoutChildren() {
        world.crash(ANN);
        world.crash(BOB);
        world.run(10_000 * MS);

        assertThat(world.node(HEAD).repairHead().region().children().boundCount()).isZero();
        assertThat(told()).isEqualTo(FULL_WINDOW);
    }

    /** The child stops, and this is the last that its parent hears of it. */
    private void report(int child, long highestAllowed) {
        world.crash(child);
        insider.up(child, HEAD, new TrackMessage().cumAck(SENT).subtreeCumAck(SENT).subtreeConfirmed(SENT)
                .highestAllowed(highestAllowed).receiverCount(1));
    }

    /** HighestAllowed in the newest Track of the repair head. */
    private long told() {
        return world.sent(HEAD, MessageType.TRACK).getLast().as(new TrackMessage()).highestAllowed();
    }
}
