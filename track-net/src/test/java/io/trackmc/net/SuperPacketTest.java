package io.trackmc.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.engine.Transmit.Destination;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Datagrams keep their boundaries and their order, however they are packed on the way. */
class SuperPacketTest {

    private static final int ROUNDS = 20;
    private static final int DATAGRAMS_PER_ROUND = 60;

    @ParameterizedTest
    @CsvSource({"EPOLL, true, true", "EPOLL, true, false", "EPOLL, false, true", "EPOLL, false, false",
        "NIO, true, true"})
    void shouldKeepBoundariesAndOrder(Transport transport, boolean gso, boolean gro) {
        InetSocketAddress group = TestNode.freshGroup("239.255.77.1");
        try (TestNode sender = TestNode.start(
                TestNode.onLoopback(group).receivesData(false).transport(transport).gso(gso));
                TestNode receiver = TestNode.start(TestNode.onLoopback(group).transport(transport).gro(gro))) {
            SplittableRandom random = new SplittableRandom(20261121);
            List<ByteBuffer> sent = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                List<byte[]> datagrams = datagrams(random, sent.size());
                datagrams.forEach(bytes -> sent.add(ByteBuffer.wrap(bytes)));
                receiver.engine.expecting(datagrams.size());
                sender.run(() -> datagrams.forEach(bytes -> sender.engine.send(Destination.DATA, bytes)));
                receiver.engine.awaitHeard();
            }
            assertThat(receiver.engine.heard.stream().map(EchoEngine.Heard::bytes)).containsExactlyElementsOf(sent);
            boolean packed = transport == Transport.EPOLL;
            assertThat(sender.sockets.counters().get(NetCounterId.GSO_SUPER_PACKETS) > 0).isEqualTo(packed && gso);
            assertThat(receiver.sockets.counters().get(NetCounterId.GRO_SUPER_PACKETS) > 0)
                    .isEqualTo(packed && gso && gro);
        }
    }

    /** Runs of equal sizes with shorter and longer ones between them, each datagram beginning with its number. */
    private static List<byte[]> datagrams(SplittableRandom random, int firstNumber) {
        List<byte[]> datagrams = new ArrayList<>();
        while (datagrams.size() < DATAGRAMS_PER_ROUND) {
            int size = random.nextInt(4, SocketConfig.DEFAULT_DATAGRAM_BYTES + 1);
            int run = Math.min(random.nextInt(1, 20), DATAGRAMS_PER_ROUND - datagrams.size());
            for (int i = 0; i < run; i++) {
                byte[] bytes = new byte[size];
                random.nextBytes(bytes);
                ByteBuffer.wrap(bytes).putInt(firstNumber + datagrams.size());
                datagrams.add(bytes);
            }
        }
        return datagrams;
    }
}
