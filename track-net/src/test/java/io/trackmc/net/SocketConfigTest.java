package io.trackmc.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SocketConfigTest {

    private static final InetSocketAddress GROUP = Addresses.parse("239.255.77.1:5000");

    @AfterEach
    void clearProperty() {
        System.clearProperty(Transport.PROPERTY);
    }

    @Test
    void shouldFindNoFaultInTheDefaults() {
        assertThat(SocketConfig.builder(GROUP).build().faults()).isEmpty();
    }

    @Test
    void shouldTellAllFaultsAtOnce() {
        SocketConfig config = SocketConfig.builder(Addresses.parse("10.1.2.3:0")).networkInterface("nonesuch")
                .ownRegion(Addresses.parse("[ff12::1]:5001")).heardRegions(List.of(Addresses.parse("10.1.2.3:0")))
                .unicastPort(70_000).multicastTtl(256).receiveBufferBytes(1).sendBufferBytes(2).maxDatagramBytes(9)
                .build();
        ConfigurationException thrown = catchThrowableOfType(ConfigurationException.class,
                () -> NodeSockets.open(config));
        assertThat(thrown.faults()).hasSize(12).anyMatch(fault -> fault.contains("'nonesuch': none fits"))
                .contains("data channel 10.1.2.3:0 is not a multicast address"
                        + " (allowed: 224.0.0.0 to 239.255.255.255, or ff00::/8)",
                        "data channel 10.1.2.3:0 has no port (allowed: 1 to 65535)",
                        "own region [ff12:0:0:0:0:0:0:1]:5001 and data channel 10.1.2.3:0 must both be IPv4 or both IPv6",
                        "unicast port 70000 is out of range (allowed: 0 to 65535)",
                        "multicast TTL 256 is out of range (allowed: 0 to 255)",
                        "datagram size 9 is out of range (allowed: 256 to 65507)");
        assertThat(thrown).hasMessageContaining("; ");
    }

    @Test
    void shouldTellThatAHostIsNotKnown() {
        SocketConfig config = SocketConfig.builder(InetSocketAddress.createUnresolved("no.such.host", 5000)).build();
        assertThat(config.faults()).containsExactly("data channel no.such.host:5000: the host is not known");
    }

    @Test
    void shouldRefuseARegionOnTheDataChannel() {
        assertThat(SocketConfig.builder(GROUP).ownRegion(GROUP).build().faults())
                .containsExactly("own region 239.255.77.1:5000 is the data channel's address and port;"
                        + " a region needs one of its own");
    }

    @ParameterizedTest
    @ValueSource(strings = {"lo", "127.0.0.1", "127.0.0.0/8", " lo "})
    void shouldFindAnInterfaceByNameAddressOrBlock(String wanted) {
        assertThat(InterfaceChoice.find(wanted, true).name()).isEqualTo("lo");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonesuch", "192.0.2.255", "198.51.100.0/30", "::1"})
    void shouldNameTheInterfacesThatThereAre(String wanted) {
        assertThatThrownBy(() -> InterfaceChoice.find(wanted, true)).isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("'" + wanted + "': none fits", "allowed: a name", "lo 127.0.0.1");
    }

    @Test
    void shouldNameTheGroupThatTheInterfaceIsFor() {
        SocketConfig config = SocketConfig.builder(GROUP).networkInterface("nonesuch").build();
        assertThatThrownBy(() -> NodeSockets.checkInterface(config)).isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("group 239.255.77.1:5000: network interface 'nonesuch': none fits",
                        "name one: --interface or net.interface");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.0/33", "127.0.0.0/x", "127.0.0.0/-1"})
    void shouldRefuseAPrefixThatIsNone(String wanted) {
        assertThatThrownBy(() -> InterfaceChoice.find(wanted, true)).isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("not a number from 0 to 32");
    }

    @Test
    void shouldSayWhatTheKernelGrantedAndHowToRaiseIt() {
        assertThat(HostCheck.bufferWarning("receive buffer", 212_992, 4_194_304, "net.core.rmem_max"))
                .isEqualTo("receive buffer of 212992 bytes granted where 4194304 were wanted, so bursts will be lost;"
                        + " raise the limit: sysctl -w net.core.rmem_max=4194304");
        assertThat(HostCheck.bufferWarning("receive buffer", 4_194_304, 4_194_304, "net.core.rmem_max")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"epoll", "nio"})
    void shouldWarnWhenTheKernelGrantsLess(String transport) {
        int wanted = SocketConfigCheck.MAX_BUFFER_BYTES;
        SocketConfig config = TestNode.onLoopback(TestNode.freshGroup("239.255.77.1")).receiveBufferBytes(wanted)
                .transport(Transport.of(transport)).build();
        try (NodeSockets sockets = NodeSockets.open(config)) {
            assertThat(sockets.grantedReceiveBufferBytes()).isPositive().isLessThan(wanted);
            assertThat(sockets.warnings()).anyMatch(warning -> warning.startsWith("receive buffer of ")
                    && warning.endsWith("sysctl -w net.core.rmem_max=" + wanted));
        }
    }

    @Test
    void shouldFollowThePropertyWhereTheConfigurationSaysAuto() {
        SocketConfig.Builder config = TestNode.onLoopback(TestNode.freshGroup("239.255.77.1"));
        System.setProperty(Transport.PROPERTY, "nio");
        assertThat(transportOf(config)).isEqualTo(Transport.NIO);
        assertThat(transportOf(config.transport(Transport.EPOLL))).isEqualTo(Transport.EPOLL);
        System.setProperty(Transport.PROPERTY, "carrier-pigeon");
        assertThatThrownBy(() -> transportOf(config.transport(Transport.AUTO)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("transport 'carrier-pigeon' is unknown (allowed: auto, epoll, nio)");
    }

    @Test
    void shouldRefuseAUnicastPortThatIsTaken() {
        SocketConfig.Builder config = TestNode.onLoopback(TestNode.freshGroup("239.255.77.1"));
        try (NodeSockets first = NodeSockets.open(config.build())) {
            int taken = first.unicastEndpoint().port();
            assertThatThrownBy(() -> NodeSockets.open(config.unicastPort(taken).build()))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("cannot bind unicast socket to 127.0.0.1:" + taken);
        }
    }

    private static Transport transportOf(SocketConfig.Builder config) {
        try (NodeSockets sockets = NodeSockets.open(config.build())) {
            return sockets.transport();
        }
    }
}
