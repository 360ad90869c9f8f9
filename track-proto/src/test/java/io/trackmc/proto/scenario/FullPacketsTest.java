package io.trackmc.proto.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.engine.ProtocolConfig;
import io.trackmc.proto.sender.SenderEngine;
import io.trackmc.proto.testing.World;
import io.trackmc.proto.wire.MessageType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Packets of a sender that has more to send than fits into one: a super-packet takes datagrams of one length only. */
class FullPacketsTest {

    private static final int SENDER = 1;
    private static final int RECEIVER = 2;

    private final World world = new World(ProtocolConfig.lan().withSizes(1408, 1024, 512)).sender(SENDER)
            .receiver(RECEIVER, SENDER).startAll();
    private final Session session = new Session(world);

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 16, 100, 200, 300, 1292, 1293, 1299})
    void shouldAllHaveTheLengthOfTheFirst(int messageBytes) {
        session.bindAll();
        session.send(Session.messages(1_000, messageBytes));
        session.finish();

        List<Integer> lengths = world.sent(SENDER, MessageType.ODATA).stream().map(sent -> sent.bytes().length)
                .toList();
        assertThat(lengths.subList(0, lengths.size() - 1)).as("lengths of all but the last")
                .containsOnly(lengths.getFirst());
        session.assertEveryReceiverHasAll();
    }

    @Test
    void shouldWaitForTheMessageThatFollowsAtOnceAndForNoOther() {
        session.bindAll();
        SenderEngine sender = world.node(SENDER).sender();
        byte[] message = Session.messages(1, 100).getFirst();
        world.forgetSent();

        sender.moreFollows(true);
        assertThat(sender.offer(message, 0, message.length, 0)).isEqualTo(message.length);
        world.settle(SENDER);
        assertThat(world.sent(SENDER, MessageType.ODATA)).isEmpty();

        sender.moreFollows(false);
        world.settle(SENDER);
        assertThat(world.sent(SENDER, MessageType.ODATA)).hasSize(1);
    }
}
