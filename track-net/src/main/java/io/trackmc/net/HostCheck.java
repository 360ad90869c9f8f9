package io.trackmc.net;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import org.jspecify.annotations.Nullable;

/** What only the host can tell: interfaces and their MTU, routes, and what the kernel grants. */
final class HostCheck {

    private static final int IPV4_UDP_HEADERS = 28;
    private static final int IPV6_UDP_HEADERS = 48;

    private HostCheck() {}

    /**
     * The interface that the configuration means, when its datagrams fit.
     *
     * @throws ConfigurationException when there is none, or when datagrams would be fragmented
     */
    static InterfaceChoice networkInterface(SocketConfig config) {
        boolean ipv6 = config.dataAddress().getAddress() instanceof Inet6Address;
        InterfaceChoice nif = find(config, ipv6);
        requireMulticast(nif, config.dataAddress());
        int most = nif.mtu() - (ipv6 ? IPV6_UDP_HEADERS : IPV4_UDP_HEADERS);
        if (config.maxDatagramBytes() > most) {
            throw new ConfigurationException("datagram size " + config.maxDatagramBytes() + " does not fit the MTU "
                    + nif.mtu() + " of " + nif.name() + " and would be fragmented (allowed: at most " + most + ")");
        }
        return nif;
    }

    private static InterfaceChoice find(SocketConfig config, boolean ipv6) {
        try {
            return InterfaceChoice.find(config.networkInterface(), !ipv6);
        } catch (ConfigurationException e) {
            throw new ConfigurationException("group " + Addresses.format(config.dataAddress()) + ": " + e.getMessage()
                    + "; " + remedy(config.networkInterface().strip(), ipv6), e);
        }
    }

    /** What mends an interface that is there and does not do; else how one is named. */
    private static String remedy(String wanted, boolean ipv6) {
        try {
            NetworkInterface named = NetworkInterface.getByName(wanted);
            if (named != null && !named.isUp()) {
                return wanted + " is down: ip link set " + wanted + " up";
            }
            if (named != null) {
                return wanted + " has no IPv" + (ipv6 ? 6 : 4) + " address: ip address add ADDRESS dev " + wanted;
            }
        } catch (SocketException _) {
            // It went away while we looked.
        }
        return "name one: --interface or net.interface";
    }

    /** Linux lets groups be joined on an interface without the flag, and nothing arrives; loopback needs none. */
    private static void requireMulticast(InterfaceChoice nif, InetSocketAddress group) {
        try {
            if (nif.networkInterface().supportsMulticast() || nif.networkInterface().isLoopback()) {
                return;
            }
        } catch (SocketException e) {
            throw new ConfigurationException("network interface " + nif.name() + " has gone", e);
        }
        throw new ConfigurationException("group " + Addresses.format(group) + ": network interface " + nif.name()
                + " takes no multicast; ip link set " + nif.name() + " multicast on");
    }

    /**
     * Checks that multicast can leave. Connecting a socket looks the route up and sends nothing; without a route, every datagram
     * would be refused later.
     *
     * @throws ConfigurationException when it cannot
     */
    static void route(InterfaceChoice nif, InetSocketAddress group) {
        boolean ipv6 = group.getAddress() instanceof Inet6Address;
        try (DatagramChannel probe = DatagramChannel
                .open(ipv6 ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET)) {
            probe.setOption(StandardSocketOptions.IP_MULTICAST_IF, nif.networkInterface());
            probe.connect(group);
        } catch (IOException e) {
            // Linux gives loopback no route for IPv6 multicast, and lets none work but one of type local.
            String hint = ipv6 && nif.address().isLoopbackAddress()
                    ? "; add one: ip -6 route add local ff00::/8 dev " + nif.name() + " table local"
                    : "";
            throw new ConfigurationException(
                    "no route to " + Addresses.format(group) + " on " + nif.name() + ": " + e.getMessage() + hint, e);
        }
    }

    /** What to say about a buffer, or null when the kernel granted what was wanted. */
    static @Nullable String bufferWarning(String name, int grantedBytes, int wantedBytes, String sysctl) {
        if (grantedBytes >= wantedBytes) {
            return null;
        }
        return name + " of " + grantedBytes + " bytes granted where " + wantedBytes
                + " were wanted, so bursts will be lost; raise the limit: sysctl -w " + sysctl + "=" + wantedBytes;
    }
}
