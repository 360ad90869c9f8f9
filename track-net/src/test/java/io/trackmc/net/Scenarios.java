package io.trackmc.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.engine.Path;
import io.trackmc.proto.engine.Transmit.Destination;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What multicast must do on loopback, for any group address and transport. */
final class Scenarios {

    private static final byte[] HELLO = "hello".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] STRAY = "stray".getBytes(StandardCharsets.US_ASCII);

    private Scenarios() {}

    /** Every scenario, for a process of its own. */
    public static void main(String[] addresses) throws IOException {
        for (Transport transport : List.of(Transport.EPOLL, Transport.NIO)) {
            dataReachesEverybody(transport, addresses[0]);
            groupsOnOnePortAreApart(transport, addresses[0], addresses[1]);
            unicastToTheGroupPortIsNotData(transport, addresses[0]);
            regionReachesItsChildren(transport, addresses[0], addresses[1]);
            ownMulticastIsIgnored(transport, addresses[0]);
            unicastIsAnswered(transport, addresses[0]);
            sourceIsChosen(transport, addresses[0], addresses[1], addresses[2]);
            codePointIsSet(transport, addresses[0]);
        }
    }

    static void dataReachesEverybody(Transport transport, String address) {
        InetSocketAddress group = TestNode.freshGroup(address);
        try (TestNode sender = TestNode.start(TestNode.onLoopback(group).receivesData(false).transport(transport));
                TestNode one = TestNode.start(TestNode.onLoopback(group).transport(transport));
                TestNode two = TestNode.start(TestNode.onLoopback(group).transport(transport))) {
            one.engine.expecting(1);
            two.engine.expecting(1);
            sender.run(() -> sender.engine.send(Destination.DATA, HELLO));
            for (TestNode receiver : List.of(one, two)) {
                assertThat(receiver.engine.awaitHeard()).containsExactly(
                        new EchoEngine.Heard(Path.Channel.DATA, sender.endpoint(), ByteBuffer.wrap(HELLO)));
            }
            assertThat(sender.sockets.transport()).isEqualTo(transport);
        }
    }

    static void groupsOnOnePortAreApart(Transport transport, String address, String otherAddress) {
        InetSocketAddress group = TestNode.freshGroup(address);
        InetSocketAddress other = new InetSocketAddress(InetAddress.ofLiteral(otherAddress), group.getPort());
        try (TestNode sender = TestNode.start(TestNode.onLoopback(group).transport(transport));
                TestNode stranger = TestNode.start(TestNode.onLoopback(other).transport(transport));
                TestNode receiver = TestNode.start(TestNode.onLoopback(group).transport(transport));
                TestNode bystander = TestNode.start(TestNode.onLoopback(other).transport(transport))) {
            receiver.engine.expecting(1);
            bystander.engine.expecting(1);
            stranger.run(() -> stranger.engine.send(Destination.DATA, STRAY));
            sender.run(() -> sender.engine.send(Destination.DATA, HELLO));
            assertThat(bodies(receiver)).containsExactly(ByteBuffer.wrap(HELLO));
            assertThat(bodies(bystander)).containsExactly(ByteBuffer.wrap(STRAY));
        }
    }

    /** A data socket bound to the wildcard would hear this. */
    static void unicastToTheGroupPortIsNotData(Transport transport, String address) throws IOException {
        InetSocketAddress group = TestNode.freshGroup(address);
        try (TestNode sender = TestNode.start(TestNode.onLoopback(group).transport(transport));
                TestNode receiver = TestNode.start(TestNode.onLoopback(group).transport(transport));
                DatagramSocket stranger = new DatagramSocket()) {
            receiver.engine.expecting(1);
            InetAddress host = receiver.sockets.unicastAddress().getAddress();
            stranger.send(new DatagramPacket(STRAY, STRAY.length, host, group.getPort()));
            sender.run(() -> sender.engine.send(Destination.DATA, HELLO));
            assertThat(bodies(receiver)).containsExactly(ByteBuffer.wrap(HELLO));
        }
    }

    static void regionReachesItsChildren(Transport transport, String address, String regionAddress) {
        InetSocketAddress group = TestNode.freshGroup(address);
        InetSocketAddress region = TestNode.freshGroup(regionAddress);
        try (TestNode parent = TestNode.start(TestNode.onLoopback(group).ownRegion(region).transport(transport));
                TestNode child = TestNode.start(
                        TestNode.onLoopback(group).heardRegions(List.of(region, region)).transport(transport))) {
            child.engine.expecting(1);
            parent.run(() -> parent.engine.send(Destination.REGION, HELLO));
            assertThat(child.engine.awaitHeard()).containsExactly(
                    new EchoEngine.Heard(Path.Channel.REGION, parent.endpoint(), ByteBuffer.wrap(HELLO)));
        }
    }

    /** What comes from two processors may be overtaken, so both are waited for. */
    static void ownMulticastIsIgnored(Transport transport, String address) {
        InetSocketAddress group = TestNode.freshGroup(address);
        try (TestNode node = TestNode.start(TestNode.onLoopback(group).transport(transport));
                TestNode other = TestNode.start(TestNode.onLoopback(group).transport(transport))) {
            node.engine.expecting(1);
            node.run(() -> node.engine.send(Destination.DATA, STRAY));
            other.run(() -> other.engine.send(Destination.DATA, HELLO));
            assertThat(bodies(node)).containsExactly(ByteBuffer.wrap(HELLO));
            Await.until(() -> node.sockets.counters().get(NetCounterId.OWN_DATAGRAMS_IGNORED) == 1,
                    () -> node.run(() -> {}));
            assertThat(node.engine.heard).hasSize(1);
        }
    }

    static void unicastIsAnswered(Transport transport, String address) {
        InetSocketAddress group = TestNode.freshGroup(address);
        try (TestNode asking = TestNode.start(TestNode.onLoopback(group).transport(transport));
                TestNode echo = TestNode.start(
                        TestNode.onLoopback(group).transport(transport), new EchoEngine(true), options -> options)) {
            asking.engine.expecting(1);
            asking.run(() -> asking.engine.send(echo.endpoint(), HELLO));
            assertThat(asking.engine.awaitHeard()).containsExactly(
                    new EchoEngine.Heard(Path.Channel.UNICAST, echo.endpoint(), ByteBuffer.wrap(HELLO)));
        }
    }

    /** What comes first is of the channel that is heard from somebody else only. */
    static void sourceIsChosen(Transport transport, String address, String regionAddress, String stranger) {
        InetSocketAddress group = TestNode.freshGroup(address);
        InetSocketAddress region = TestNode.freshGroup(regionAddress);
        try (TestNode sender = TestNode.start(TestNode.onLoopback(group).ownRegion(region).transport(transport));
                TestNode fits = TestNode.start(TestNode.onLoopback(group).heardRegions(List.of(region))
                        .source(group, address(sender)).source(region, address(sender)).transport(transport));
                TestNode other = TestNode.start(TestNode.onLoopback(group).heardRegions(List.of(region))
                        .source(group, InetAddress.ofLiteral(stranger)).transport(transport))) {
            fits.engine.expecting(2);
            other.engine.expecting(1);
            sender.run(() -> sender.engine.send(Destination.DATA, STRAY));
            sender.run(() -> sender.engine.send(Destination.REGION, HELLO));
            assertThat(bodies(fits)).containsExactlyInAnyOrder(ByteBuffer.wrap(STRAY), ByteBuffer.wrap(HELLO));
            assertThat(bodies(other)).containsExactly(ByteBuffer.wrap(HELLO));
            other.run(() -> {});
            assertThat(other.engine.heard).hasSize(1);
        }
    }

    static void codePointIsSet(Transport transport, String address) {
        InetSocketAddress group = TestNode.freshGroup(address);
        try (TestNode node = TestNode.start(TestNode.onLoopback(group).dscp(46).transport(transport))) {
            assertThat(node.sockets.sockets().unicast().config().getTrafficClass()).isEqualTo(46 << 2);
        }
    }

    private static InetAddress address(TestNode node) {
        return node.sockets.unicastAddress().getAddress();
    }

    private static List<ByteBuffer> bodies(TestNode node) {
        return node.engine.awaitHeard().stream().map(EchoEngine.Heard::bytes).toList();
    }
}
