package io.trackmc.keys.transport.bundle;

import io.trackmc.keys.transport.conf.ChoiceForm;
import io.trackmc.keys.transport.conf.KeyEntry;
import io.trackmc.keys.transport.conf.NumberForm;
import io.trackmc.keys.transport.conf.SizeForm;
import io.trackmc.keys.transport.conf.TextForm;
import io.trackmc.proto.engine.ProtocolConfig;
import java.util.List;

/** Keys of a node's configuration for its sockets. */
final class NetKeys {

    private static final int MAX_TTL = 255;
    private static final int MAX_DSCP = 63;
    private static final SizeForm BUFFER = new SizeForm(64 << 10, 1 << 30);
    private static final long DEFAULT_BUFFER_BYTES = 4 << 20;

    static final KeyEntry<Long> DATAGRAM_BYTES = KeyEntry.needed(NodeConfKeys.NET_DATAGRAM_BYTES,
            NumberForm.of(ProtocolConfig.MIN_DATAGRAM_BYTES, ProtocolConfig.MAX_DATAGRAM_BYTES, "bytes"),
            "Longest datagram, as UDP payload; the same in the whole group.",
            "At most the smallest MTU on the way less 28 (IPv4) or 48 (IPv6): lower it for tunnels, raise it where all links take jumbo frames.");
    static final KeyEntry<String> INTERFACE = KeyEntry.optional(NodeConfKeys.NET_INTERFACE,
            TextForm.any("name, address or CIDR block", "name, address or CIDR block of an interface"),
            "the only one that can", "Network interface for multicast; the option --interface comes before it.",
            "On a host with several.");
    static final KeyEntry<Long> TTL = KeyEntry.needed(NodeConfKeys.NET_TTL, NumberForm.of(0, MAX_TTL, "hops"),
            "Hops that multicast may travel.",
            "keys init writes 1, which stays on the local network: raise it to cover the routers on the way.");
    static final KeyEntry<Long> DSCP = KeyEntry.withDefault(NodeConfKeys.NET_DSCP, NumberForm.of(0, MAX_DSCP, ""), 0L,
            "Differentiated services code point of everything that the node sends, unicast and multicast; 46 is expedited forwarding.",
            "Where routers treat traffic by it.");
    static final KeyEntry<Long> UNICAST_PORT = KeyEntry.withDefault(NodeConfKeys.NET_UNICAST_PORT,
            NumberForm.of(0, IdentityKeys.MAX_PORT, ""), 0L,
            "Port of the node's own socket; 0 lets the system choose.", "Where a firewall has to know it.");
    static final KeyEntry<Long> RECEIVE_BUFFER = KeyEntry.withDefault(NodeConfKeys.NET_RECEIVE_BUFFER, BUFFER,
            DEFAULT_BUFFER_BYTES, "Wanted receive buffer of each socket.",
            "When track_socket_drops_total grows: raise it, and net.core.rmem_max of the host with it.");
    static final KeyEntry<Long> SEND_BUFFER = KeyEntry.withDefault(NodeConfKeys.NET_SEND_BUFFER, BUFFER,
            DEFAULT_BUFFER_BYTES, "Wanted send buffer.", "Seldom; net.core.wmem_max of the host limits it.");
    static final KeyEntry<String> TRANSPORT = KeyEntry.withDefault(NodeConfKeys.NET_TRANSPORT,
            ChoiceForm.of("auto", "epoll", "nio"), "auto",
            "How sockets are driven: epoll is Linux's own way, nio the JDK's; auto takes epoll where it is there.",
            "To rule one out when looking for a fault.");

    static final List<KeyEntry<?>> ENTRIES = List.of(DATAGRAM_BYTES, INTERFACE, TTL, DSCP, UNICAST_PORT, RECEIVE_BUFFER,
            SEND_BUFFER, TRANSPORT);

    private NetKeys() {}
}
