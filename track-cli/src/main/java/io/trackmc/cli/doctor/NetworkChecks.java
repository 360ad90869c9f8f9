package io.trackmc.cli.doctor;

import io.trackmc.cli.task.Fault;
import io.trackmc.net.Addresses;
import io.trackmc.net.ConfigurationException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether a group's datagrams can leave and arrive over the interface of a node. */
final class NetworkChecks {

    private static final int IPV4_AND_UDP = 28;
    private static final int IPV6_AND_UDP = 48;
    private static final String STRICT = "1";
    private static final String LOOSE = "2";
    private static final String NOT_FORCED = "0";
    private static final String IGMP_3 = "3";

    private final HostFacts host;

    NetworkChecks(HostFacts host) {
        this.host = host;
    }

    /**
     * All of them; only the first when there is no such interface.
     *
     * @param wanted name, address or CIDR block of the interface
     * @param groups that are heard or sent to; of one address family
     * @param datagramBytes of the group
     * @param unicastPort of the node; 0 when the system chooses
     */
    List<Check> all(String wanted, Collection<InetSocketAddress> groups, int datagramBytes, int unicastPort) {
        boolean ipv4 = groups.iterator().next().getAddress() instanceof Inet4Address;
        List<Check> checks = new ArrayList<>();
        HostFacts.Link link;
        try {
            link = host.link(wanted, ipv4);
        } catch (ConfigurationException e) {
            checks.add(Check.of("interface", false, Fault.text(e), "one interface that is up, with an address",
                    "set net.interface, or --interface, to one of those named"));
            return checks;
        }
        checks.add(up(link));
        checks.add(mtu(link, datagramBytes, ipv4 ? IPV4_AND_UDP : IPV6_AND_UDP));
        groups.forEach(group -> checks.add(route(link, group, ipv4)));
        if (ipv4) {
            checks.add(igmp(link));
            checks.add(memberships());
            checks.add(reversePath(link));
        }
        boolean taken = unicastPort != 0 && host.portTaken(unicastPort);
        checks.add(Check.of("unicast-port", !taken, unicastPort == 0 ? "the system chooses" : unicastPort
                + (taken ? " is taken" : " is free"), "free, or the node itself runs",
                "ss -ulpn 'sport = " + unicastPort
                        + "'; stop that, or set net.unicast-port to another"));
        return checks;
    }

    private static Check up(HostFacts.Link link) {
        return Check.of("interface", link.up() && link.multicast(),
                link.name() + (link.up() ? " is up" : " is down") + (link.multicast() ? "" : ", without MULTICAST"),
                "up, with MULTICAST", "ip link set " + link.name() + " up multicast on");
    }

    private static Check mtu(HostFacts.Link link, int datagramBytes, int headers) {
        return Check.of("mtu", link.mtu() >= datagramBytes + headers, "MTU " + link.mtu() + " of " + link.name()
                + " for datagrams of " + datagramBytes + " bytes", "MTU of at least " + (datagramBytes + headers),
                "ip link set " + link.name() + " mtu " + (datagramBytes + headers) + "; or net.datagram-bytes = "
                        + (link.mtu() - headers) + " at most, at every node of the group");
    }

    private Check route(HostFacts.Link link, InetSocketAddress group, boolean ipv4) {
        @Nullable String fault = host.routeFault(link.name(), group);
        String loopback6 = "ip -6 route add local ff00::/8 dev " + link.name() + " table local";
        String fix = ipv4 ? "ip route add 224.0.0.0/4 dev " + link.name()
                : link.name().equals("lo") ? loopback6 : "ip -6 route add multicast ff00::/8 dev " + link.name();
        return Check.of("route", fault == null,
                Addresses.format(group) + ": " + (fault == null ? "there is one" : fault),
                "a route on " + link.name(), fix);
    }

    /** Snooping switches and source filters need version 3; a forced older one is a leftover of other software, mostly. */
    private Check igmp(HostFacts.Link link) {
        String sysctl = "net.ipv4.conf." + link.name() + ".force_igmp_version";
        @Nullable String forced = host.kernelFile(conf(link, "force_igmp_version"));
        boolean ok = forced == null || forced.equals(NOT_FORCED) || forced.equals(IGMP_3);
        return Check.of("igmp-version", ok, forced == null ? "not told" : sysctl + " = " + forced,
                "0 (not forced) or 3",
                "sysctl -w " + sysctl + "=0");
    }

    /** Each socket of a node joins one group; 0 has been seen on hosts that were to send only. */
    private Check memberships() {
        String sysctl = "net.ipv4.igmp_max_memberships";
        @Nullable String most = host.kernelFile("/proc/sys/net/ipv4/igmp_max_memberships");
        return Check.of("igmp-max-memberships", !NOT_FORCED.equals(most),
                most == null ? "not told" : sysctl + " = " + most, "1 or more for each socket; 20 is usual",
                "sysctl -w " + sysctl + "=20");
    }

    /** The kernel goes by the higher of both values. */
    private Check reversePath(HostFacts.Link link) {
        @Nullable String own = host.kernelFile(conf(link, "rp_filter"));
        @Nullable String all = host.kernelFile("/proc/sys/net/ipv4/conf/all/rp_filter");
        boolean strict = (STRICT.equals(own) && !LOOSE.equals(all)) || (STRICT.equals(all) && !LOOSE.equals(own));
        return Check.of("rp-filter", !strict, "all = " + all + ", " + link.name() + " = " + own,
                "0 or 2: strict filtering drops multicast from senders to whom another interface leads",
                "sysctl -w net.ipv4.conf." + link.name() + ".rp_filter=2");
    }

    private static String conf(HostFacts.Link link, String key) {
        return "/proc/sys/net/ipv4/conf/" + link.name() + "/" + key;
    }
}
