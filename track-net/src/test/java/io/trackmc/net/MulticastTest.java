package io.trackmc.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.engine.Path;
import io.trackmc.proto.engine.Transmit.Destination;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real sockets on loopback, by each transport and IP version. */
class MulticastTest {

    private static final byte[] HELLO = "hello".getBytes(StandardCharsets.US_ASCII);

    @ParameterizedTest
    @CsvSource({"EPOLL, " + TestNode.GROUP_4, "NIO, " + TestNode.GROUP_4})
    void shouldHearTheDataChannelFromTheSendersUnicastEndpoint(Transport transport, String address) {
        InetSocketAddress group = TestNode.freshGroup(address);
        try (TestNode sender = TestNode.start(TestNode.onLoopback(group).receivesData(false).transport(transport));
                TestNode one = TestNode.start(TestNode.onLoopback(group).transport(transport));
                TestNode two = TestNode.start(TestNode.onLoopback(group).transport(transport))) {
            one.engine.expecting(1);
            two.engine.expecting(1);
            sender.run(() -> sender.engine.send(Destination.DATA, HELLO));
            for (TestNode receiver : List.of(one, two)) {
                EchoEngine.Heard heard = receiver.engine.awaitHeard().getFirst();
                assertThat(heard.bytes()).isEqualTo(ByteBuffer.wrap(HELLO));
                assertThat(heard.channel()).isEqualTo(Path.Channel.DATA);
                assertThat(heard.source()).isEqualTo(sender.endpoint());
            }
            assertThat(sender.sockets.transport()).isEqualTo(transport);
        }
    }
}
