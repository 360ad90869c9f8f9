package io.trackmc.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trackmc.proto.engine.Endpoint;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {

    private static final Endpoint IPV4 = new Endpoint(0, 0x0000_ffff_c000_0201L, 5000);
    private static final Endpoint LINK_LOCAL = new Endpoint(0xfe80_0000_0000_0000L, 1, 5000);

    @Test
    void shouldWriteIpv4AsMapped() {
        assertThat(Addresses.endpoint(Addresses.parse("192.0.2.1:5000"))).isEqualTo(IPV4);
        assertThat(Addresses.format(IPV4)).isEqualTo("192.0.2.1:5000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"255.255.255.255:65535", "0.0.0.0:0", "[2001:db8:0:0:0:0:0:1]:5000",
        "[ff12:0:0:0:8000:0:0:1]:1"})
    void shouldReadBackWhatItWrites(String text) {
        InetSocketAddress address = Addresses.parse(text);
        assertThat(Addresses.format(address)).isEqualTo(text);
        assertThat(Addresses.socketAddress(Addresses.endpoint(address), 0)).isEqualTo(address);
    }

    @Test
    void shouldGiveOnlyLinkLocalAddressesTheScope() {
        InetSocketAddress scoped = Addresses.socketAddress(LINK_LOCAL, 7);
        assertThat(((Inet6Address) scoped.getAddress()).getScopeId()).isEqualTo(7);
        InetSocketAddress global = Addresses.socketAddress(new Endpoint(0x2001_0db8_0000_0000L, 1, 5000), 7);
        assertThat(((Inet6Address) global.getAddress()).getScopeId()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "239.1.1.1", ":5000", "239.1.1.1:", "239.1.1.1:65536", "239.1.1.1:-1", "ff12::1:5000",
        "239.1.1.1:x"})
    void shouldRefuseWhatIsNoAddressWithAPort(String text) {
        assertThatThrownBy(() -> Addresses.parse(text)).isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("allowed: 239.1.2.3:5000");
    }

    @Test
    void shouldKeepTheAddressOfAKnownPeer() {
        PeerAddresses peers = new PeerAddresses(2, 0, new NetCounters());
        InetSocketAddress first = peers.socketAddress(IPV4);
        peers.socketAddress(LINK_LOCAL);
        assertThat(peers.socketAddress(new Endpoint(IPV4.high(), IPV4.low(), IPV4.port()))).isSameAs(first);
    }

    @Test
    void shouldForgetThePeerLeastRecentlySentTo() {
        NetCounters counters = new NetCounters();
        PeerAddresses peers = new PeerAddresses(2, 0, counters);
        InetSocketAddress kept = peers.socketAddress(IPV4);
        InetSocketAddress forgotten = peers.socketAddress(LINK_LOCAL);
        peers.socketAddress(IPV4);
        peers.socketAddress(new Endpoint(0, 1, 1));
        assertThat(counters.get(NetCounterId.PEER_ADDRESSES_EVICTED)).isOne();
        assertThat(peers.socketAddress(IPV4)).isSameAs(kept);
        assertThat(peers.socketAddress(LINK_LOCAL)).isEqualTo(forgotten).isNotSameAs(forgotten);
    }
}
