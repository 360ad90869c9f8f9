package io.trackmc.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trackmc.proto.engine.Transmit.Destination;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What needs interfaces, routes or queues that a host does not have by itself. */
@Tag("netns")
class NamespaceTest {

    private static final String GROUP = "239.255.77.1";
    private static final String GROUP_6 = "ff12::7701";
    private static final String OTHER_GROUP_6 = "ff15::7702";

    private static final String LINK = "ip link add name va type veth peer name vb; ip addr add 10.9.0.1/24 dev va;"
            + "ip link set va up; ip link set vb up; ip route add 224.0.0.0/4 dev va";

    @BeforeEach
    void needsNamespaces() throws IOException, InterruptedException {
        Namespace.assumePossible();
    }

    @Test
    void shouldCarryIpv6MulticastOnLoopback() throws Exception {
        Namespace.run("ip -6 route add local ff00::/8 dev lo table local", Scenarios.class, GROUP_6, OTHER_GROUP_6,
                "fd00::9");
    }

    @Test
    void shouldNameTheRouteThatIpv6MulticastLacks() throws Exception {
        Namespace.run("", MissingRoute.class);
    }

    static final class MissingRoute {
        public static void main(String[] arguments) {
            assertThatThrownBy(() -> NodeSockets.open(
                    TestNode.onLoopback(TestNode.freshGroup(GROUP_6)).build()))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("ip -6 route add local ff00::/8 dev lo table local");
        }
    }

    @Test
    void shouldChooseTheOnlyInterfaceThatCanMulticast() throws Exception {
        Namespace.run("ip link add name va type veth peer name vb; ip addr add 10.9.0.1/24 dev va;"
                + "ip link set va up; ip link set vb up",
                OnlyInterface.class);
    }

    static final class OnlyInterface {
        public static void main(String[] arguments) {
            SocketConfig config = SocketConfig.builder(TestNode.freshGroup(GROUP)).build();
            try (NodeSockets sockets = NodeSockets.open(config)) {
                assertThat(sockets.networkInterface()).isEqualTo("va");
                assertThat(Addresses.format(sockets.unicastEndpoint())).startsWith("10.9.0.1:");
            }
        }
    }

    /** As when its driver is loaded again, or a tunnel is set up anew. */
    @Test
    void shouldHearItsGroupsAgainWhenTheInterfaceIsMadeAnew() throws Exception {
        Namespace.run(LINK, ComingBack.class, "ip link del va; " + LINK);
    }

    static final class ComingBack {
        public static void main(String[] arguments) throws IOException, InterruptedException {
            InetSocketAddress group = TestNode.freshGroup(GROUP);
            for (Transport transport : List.of(Transport.EPOLL, Transport.NIO)) {
                SocketConfig.Builder config = SocketConfig.builder(group).networkInterface("va").transport(transport);
                try (TestNode sender = TestNode.start(config); TestNode receiver = TestNode.start(config)) {
                    receiver.engine.expecting(1);
                    sender.run(() -> sender.engine.send(Destination.DATA, new byte[] {1}));
                    assertThat(receiver.engine.awaitHeard()).hasSize(1);
                    shell(arguments[0]);
                    for (TestNode node : List.of(sender, receiver)) {
                        Await.until(() -> node.sockets.counters().get(NetCounterId.GROUPS_JOINED_AGAIN) > 0,
                                () -> node.run(() -> {}));
                    }
                    receiver.engine.expecting(1);
                    sender.run(() -> sender.engine.send(Destination.DATA, new byte[] {2}));
                    assertThat(receiver.engine.awaitHeard()).hasSize(2);
                }
            }
        }

        private static void shell(String commands) throws IOException, InterruptedException {
            assertThat(new ProcessBuilder("sh", "-e", "-c", commands).inheritIO().start().waitFor()).isZero();
        }
    }

    @Test
    void shouldAskWhichInterfaceWhenSeveralCanMulticast() throws Exception {
        Namespace.run("ip link add name va type veth peer name vb; ip addr add 10.9.0.1/24 dev va;"
                + "ip addr add 10.9.1.1/24 dev vb;"
                + "ip link set va up; ip link set vb up", SeveralInterfaces.class);
    }

    static final class SeveralInterfaces {
        public static void main(String[] arguments) {
            InetSocketAddress group = TestNode.freshGroup(GROUP);
            assertThatThrownBy(() -> NodeSockets.open(SocketConfig.builder(group).build()))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContainingAll("several fit", "va 10.9.0.1", "vb 10.9.1.1", "allowed: a name");
            SocketConfig byBlock = SocketConfig.builder(group).networkInterface("10.9.1.0/24").build();
            try (NodeSockets sockets = NodeSockets.open(byBlock)) {
                assertThat(sockets.networkInterface()).isEqualTo("vb");
            }
        }
    }

    @Test
    void shouldRefuseDatagramsLargerThanTheMtu() throws Exception {
        Namespace.run("ip link set lo mtu 1400", SmallMtu.class);
    }

    static final class SmallMtu {
        public static void main(String[] arguments) {
            assertThatThrownBy(() -> NodeSockets.open(TestNode.onLoopback(TestNode.freshGroup(GROUP)).build()))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContainingAll("1408", "MTU 1400 of lo", "at most 1372");
        }
    }

    /**
     * The queue of the device holds datagrams for so long that the socket's send buffer fills. What one processor took out of that queue and
     * another one delivers may be overtaken, so their order says nothing.
     */
    @Test
    void shouldHoldTheEngineBackWhileTheSocketTakesNothing() throws Exception {
        Namespace.run("tc qdisc add dev lo root tbf rate 100mbit burst 20000 limit 100000000", SlowDevice.class);
    }

    static final class SlowDevice {

        private static final int DATAGRAMS = 3000;

        public static void main(String[] arguments) {
            for (Transport transport : List.of(Transport.EPOLL, Transport.NIO)) {
                InetSocketAddress group = TestNode.freshGroup(GROUP);
                try (TestNode receiver = TestNode.start(TestNode.onLoopback(group).transport(transport));
                        TestNode sender = TestNode.start(TestNode.onLoopback(group).receivesData(false)
                                .sendBufferBytes(SocketConfigCheck.MAX_DATAGRAM_BYTES).transport(transport))) {
                    receiver.engine.expecting(DATAGRAMS);
                    sender.run(() -> {
                        for (int i = 0; i < DATAGRAMS; i++) {
                            sender.engine.send(Destination.DATA, ByteBuffer.allocate(1400).putInt(i).array());
                        }
                    });
                    List<Integer> numbers = receiver.engine.awaitHeard().stream().map(EchoEngine.Heard::number)
                            .toList();
                    assertThat(numbers).containsExactlyInAnyOrderElementsOf(
                            IntStream.range(0, DATAGRAMS).boxed().toList());
                    assertThat(sender.sockets.counters().get(NetCounterId.SEND_BLOCKED)).isPositive();
                }
            }
        }
    }
}
