package io.trackmc.proto.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.aggregate.SubtreeSummary;
import io.trackmc.proto.engine.EngineEvent.ChildBound;
import io.trackmc.proto.engine.ProtocolConfig;
import io.trackmc.proto.testing.FakeGroup;
import io.trackmc.proto.testing.World;
import io.trackmc.proto.wire.BindRequestMessage;
import io.trackmc.proto.wire.MessageType;
import org.junit.jupiter.api.Test;

/** By which epochs a repair head counts that comes to another parent while those below it lack the keys of the next. */
class EpochsBelowTest {

    private static final long SECOND = Session.SECOND;
    private static final int SENDER = 1;
    private static final int TOP = 5;
    private static final int HEAD = 10;
    private static final int ANN = 100;

    private final World world = new World(ProtocolConfig.lan()).sender(SENDER).repairHead(TOP, SENDER)
            .repairHead(HEAD, TOP, SENDER).receiver(ANN, HEAD);
    private final Session session = new Session(world.startAll());
    private final SubtreeSummary summary = new SubtreeSummary();

    @Test
    void shouldNotBeCountedForAnEpochThatSomebodyBelowLacksBeforeItsFirstTrack() {
        begin();
        world.node(HEAD).installed(FakeGroup.EPOCH + 1);

        moveHead();

        BindRequestMessage request = world.sent(HEAD, MessageType.BIND_REQUEST).getLast()
                .as(new BindRequestMessage());
        assertThat(request.transportEpoch()).isEqualTo(FakeGroup.EPOCH);
        assertThat(summary.transportEpoch()).isEqualTo(FakeGroup.EPOCH);
    }

    @Test
    void shouldHaveNoContentEpochThatIsStillToBeUsedBeforeItsFirstTrack() {
        begin();
        moveHead();

        assertThat(summary.contentEpoch()).as("told by nobody, and still held against the next").isEqualTo(1);
    }

    private void begin() {
        session.bindAll();
        session.send(Session.messages(20, 400));
        world.run(SECOND / 10);
    }

    /** To the sender, where the first that it is heard by is that it asks for what it misses. */
    private void moveHead() {
        world.crash(TOP);
        world.fate((packet, to) -> packet.is(MessageType.ODATA)
                || (packet.is(MessageType.TRACK) && packet.from() == HEAD && to == SENDER)
                        ? World.LOST : World.DELAY_NS);
        session.send(Session.messages(1, 400));
        world.runUntil("bound again", 5 * SECOND, () -> world.node(SENDER).events(ChildBound.class).stream()
                .anyMatch(bound -> bound.child() == HEAD));
        summary.compute(world.node(SENDER).sender().region().children());
    }
}
