package io.trackmc.keys.transport.bundle;

import io.trackmc.proto.engine.FlowConfig;
import io.trackmc.proto.engine.FlowConfig.SlowReceiver;
import io.trackmc.proto.engine.ProtocolConfig;
import io.trackmc.proto.engine.TreeTiming;
import io.trackmc.proto.wire.SessionRules;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes a {@link NodeConfig} of values, noting all that does not fit. One use. */
final class NodeConfReader {

    private static final long MAX_NODE_ID = 0xFFFF_FFFFL;
    private static final int MAX_PORT = 65_535;
    private static final int MAX_TTL = 255;
    private static final int MAX_BUFFER_BYTES = 1 << 30;
    private static final int MIN_BUFFER_BYTES = 64 << 10;
    private static final int DEFAULT_BUFFER_BYTES = 4 << 20;
    private static final int MIN_WINDOW_PACKETS = 64;
    private static final int MAX_WINDOW_PACKETS = 1 << 20;
    private static final int MAX_CHILDREN = 4096;
    private static final long MIN_REKEY_CACHE_BYTES = 1 << 20;
    private static final long MAX_REKEY_CACHE_BYTES = 1L << 40;
    private static final long DEFAULT_REKEY_CACHE_BYTES = 64 << 20;
    private static final Pattern ANY = Pattern.compile(".{1,4096}");
    private static final Pattern NODE_ID = Pattern.compile("[1-9]\\d{0,9}");

    private final Path file;
    private final ConfValues in;
    private final List<String> faults;

    NodeConfReader(Path file, ConfValues in, List<String> faults) {
        this.file = file.toAbsolutePath();
        this.in = in;
        this.faults = faults;
    }

    /** The configuration; means nothing when there were faults. */
    NodeConfig read() {
        NodeRole role = role();
        in.refuseUnknown(known(role), NodeConfKeys.ROSTER); // first: a misspelt key is why another is missing
        String name = name(NodeConfKeys.NODE_NAME);
        int id = nodeId(in, NodeConfKeys.NODE_ID);
        int port = (int) in.integer(NodeConfKeys.GROUP_PORT, 1, MAX_PORT);
        InetAddress group = in.multicast(NodeConfKeys.GROUP_ADDRESS);
        String groupName = name(NodeConfKeys.GROUP_NAME);
        NodeConfig.Region region = region(role, port);
        List<NodeConfig.Parent> parents = parents(role, port);
        NodeConfig.Files files = files(role);
        NodeConfig.Net net = net();
        ProtocolConfig protocol = protocol();
        SessionRules session = new SessionConfReader(in).read();
        long rekeyCacheBytes = in.has(NodeConfKeys.REKEY_CACHE_BYTES)
                ? in.bytes(NodeConfKeys.REKEY_CACHE_BYTES, MIN_REKEY_CACHE_BYTES, MAX_REKEY_CACHE_BYTES)
                : DEFAULT_REKEY_CACHE_BYTES;
        NodeConfig.Authorities authorities = new AuthoritiesConfReader(in, this::path).read(role, files);
        Map<Integer, String> roster = roster();
        if (faults.isEmpty()) {
            checkChannels(group, region, parents);
        }
        return new NodeConfig(file, new Member(id, faults.isEmpty() ? name : "unknown", role), groupName,
                new InetSocketAddress(group, port), net, files, region, parents, protocol, session,
                rekeyCacheBytes, authorities, roster);
    }

    private NodeRole role() {
        List<String> names = Arrays.stream(NodeRole.values()).map(NodeRole::text).toList();
        int index = names.indexOf(in.choice(NodeConfKeys.NODE_ROLE, names));
        return index < 0 ? NodeRole.RECEIVER : NodeRole.values()[index];
    }

    private String name(String key) {
        return in.text(key, Member.NAME, Member.NAME_ALLOWED);
    }

    private static int nodeId(ConfValues values, String key) {
        return (int) values.integer(key, 1, MAX_NODE_ID);
    }

    private NodeConfig.@Nullable Region region(NodeRole role, int port) {
        if (!role.isParent()) {
            return null;
        }
        long least = role == NodeRole.SENDER ? 0 : 1;
        long most = role == NodeRole.SENDER ? 0 : MAX_NODE_ID;
        int id = (int) in.integer(NodeConfKeys.REGION_ID, least, most);
        return new NodeConfig.Region(id, new InetSocketAddress(in.multicast(NodeConfKeys.REGION_ADDRESS), port));
    }

    private List<NodeConfig.Parent> parents(NodeRole role, int port) {
        if (role == NodeRole.SENDER) {
            return List.of();
        }
        List<NodeConfig.Parent> parents = new ArrayList<>();
        for (ConfValues values : in.objects(NodeConfKeys.TREE_PARENTS)) {
            parents.add(parent(values, port));
        }
        boolean listed = in.has(NodeConfKeys.TREE_PARENTS);
        if (!listed || (parents.isEmpty() && faults.isEmpty()) || parents.size() > TransportBundle.MAX_PARENTS) {
            in.refuse(NodeConfKeys.TREE_PARENTS, "1 to " + TransportBundle.MAX_PARENTS + " parents, primary first");
        }
        return parents;
    }

    private NodeConfig.Parent parent(ConfValues values, int port) {
        NodeConfig.Parent parent = new NodeConfig.Parent(
                values.text(NodeConfKeys.PARENT_NAME, Member.NAME, Member.NAME_ALLOWED),
                nodeId(values, NodeConfKeys.PARENT_ID),
                (int) values.integer(NodeConfKeys.PARENT_REGION, 0, MAX_NODE_ID),
                new InetSocketAddress(values.multicast(NodeConfKeys.PARENT_ADDRESS), port),
                values.has(NodeConfKeys.PARENT_UNICAST)
                        ? values.text(NodeConfKeys.PARENT_UNICAST, ANY, "host or host:port") : null);
        values.refuseUnknown(NodeConfKeys.PARENT_KEYS, null);
        return parent;
    }

    private NodeConfig.Files files(NodeRole role) {
        Path content = role == NodeRole.REPAIR_HEAD ? null : path(NodeConfKeys.KEYS_CONTENT);
        return new NodeConfig.Files(path(NodeConfKeys.KEYS_TRANSPORT), content,
                optionalPath(NodeConfKeys.KEYS_CERTIFICATE), optionalPath(NodeConfKeys.KEYS_PRIVATE_KEY),
                path(NodeConfKeys.STATE_DIRECTORY));
    }

    private @Nullable Path optionalPath(String key) {
        return in.has(key) ? path(key) : null;
    }

    private Path path(String key) {
        String name = in.text(key, ANY, "the name of a file or directory");
        try {
            return file.resolveSibling(name).normalize();
        } catch (IllegalArgumentException _) {
            in.refuse(key, "the name of a file or directory");
            return file;
        }
    }

    private NodeConfig.Net net() {
        return new NodeConfig.Net(
                in.has(NodeConfKeys.NET_INTERFACE)
                        ? in.text(NodeConfKeys.NET_INTERFACE, ANY, "name, address or CIDR block of an interface") : "",
                (int) in.integer(NodeConfKeys.NET_TTL, 0, MAX_TTL),
                in.has(NodeConfKeys.NET_UNICAST_PORT)
                        ? (int) in.integer(NodeConfKeys.NET_UNICAST_PORT, 0, MAX_PORT) : 0,
                buffer(NodeConfKeys.NET_RECEIVE_BUFFER),
                buffer(NodeConfKeys.NET_SEND_BUFFER),
                in.has(NodeConfKeys.NET_TRANSPORT)
                        ? in.choice(NodeConfKeys.NET_TRANSPORT, List.of("auto", "epoll", "nio")) : "auto");
    }

    private int buffer(String key) {
        return in.has(key) ? (int) in.bytes(key, MIN_BUFFER_BYTES, MAX_BUFFER_BYTES) : DEFAULT_BUFFER_BYTES;
    }

    private ProtocolConfig protocol() {
        ProtocolConfig lan = ProtocolConfig.lan();
        int datagramBytes = (int) in.integer(NodeConfKeys.NET_DATAGRAM_BYTES, ProtocolConfig.MIN_DATAGRAM_BYTES,
                ProtocolConfig.MAX_DATAGRAM_BYTES);
        int windowPackets = (int) in.integer(NodeConfKeys.WINDOW_PACKETS, MIN_WINDOW_PACKETS, MAX_WINDOW_PACKETS);
        if (Integer.bitCount(windowPackets) != 1) {
            in.refuse(NodeConfKeys.WINDOW_PACKETS, "a power of two");
            windowPackets = lan.windowPackets();
        }
        int maxChildren = in.has(NodeConfKeys.TREE_MAX_CHILDREN)
                ? (int) in.integer(NodeConfKeys.TREE_MAX_CHILDREN, 1, MAX_CHILDREN) : lan.maxChildren();
        return new ProtocolConfig(datagramBytes, windowPackets, maxChildren, reserved(maxChildren), discovery(),
                rate(NodeConfKeys.RATE_DATA),
                rate(NodeConfKeys.RATE_REPAIR), lan.nack(), tree(lan.tree()), flow(lan.flow()));
    }

    /** At most all places: a parent may be for repair heads only. */
    private int reserved(int maxChildren) {
        if (!in.has(NodeConfKeys.TREE_RESERVED)) {
            return ProtocolConfig.defaultReserve(maxChildren);
        }
        int reserved = (int) in.integer(NodeConfKeys.TREE_RESERVED, 0, MAX_CHILDREN);
        if (reserved > maxChildren) {
            in.refuse(NodeConfKeys.TREE_RESERVED,
                    "0 to " + maxChildren + ", which is " + NodeConfKeys.TREE_MAX_CHILDREN);
            return 0;
        }
        return reserved;
    }

    private boolean discovery() {
        return in.has(NodeConfKeys.TREE_DISCOVERY)
                && in.choice(NodeConfKeys.TREE_DISCOVERY, List.of("off", "on")).equals("on");
    }

    private FlowConfig flow(FlowConfig lan) {
        boolean ejects = in.has(NodeConfKeys.FLOW_SLOW_RECEIVER)
                && in.choice(NodeConfKeys.FLOW_SLOW_RECEIVER, List.of("wait", "eject")).equals("eject");
        return new FlowConfig(ejects ? SlowReceiver.EJECT : SlowReceiver.WAIT,
                nanos(NodeConfKeys.FLOW_STALL_TIMEOUT, lan.stallNs()), rate(NodeConfKeys.RATE_TOTAL));
    }

    private long rate(String key) {
        return in.has(key) ? in.rate(key) : 0;
    }

    private TreeTiming tree(TreeTiming lan) {
        int misses = in.has(NodeConfKeys.TREE_PARENT_MISSES)
                ? (int) in.integer(NodeConfKeys.TREE_PARENT_MISSES, 2, 1000) : lan.parentMisses();
        return lan.tuned(
                nanos(NodeConfKeys.TREE_HEARTBEAT, lan.heartbeatNs()),
                misses,
                nanos(NodeConfKeys.TREE_TRACK, lan.trackNs()),
                nanos(NodeConfKeys.TREE_RECEIVER_SILENCE, lan.leafSilenceNs()),
                nanos(NodeConfKeys.TREE_REPAIR_HEAD_SILENCE, lan.interiorSilenceNs()));
    }

    private long nanos(String key, long otherwise) {
        return in.has(key) ? in.nanos(key) : otherwise;
    }

    private Map<Integer, String> roster() {
        Map<Integer, String> roster = new HashMap<>();
        in.textsBelow(NodeConfKeys.ROSTER).forEach((id, name) -> {
            boolean right = NODE_ID.matcher(id).matches() && Long.parseLong(id) <= MAX_NODE_ID
                    && Member.NAME.matcher(name).matches();
            if (right) {
                roster.put(Integer.parseUnsignedInt(id), name);
            } else {
                in.refuse(NodeConfKeys.ROSTER + ".\"" + id + "\"", "node id = name");
            }
        });
        return roster;
    }

    /** What may stand in the file of a role: a key that means nothing there is a mistake. */
    private static Set<String> known(NodeRole role) {
        Set<String> known = new LinkedHashSet<>(NodeConfKeys.ALL);
        known.addAll(NodeConfKeys.TUNING);
        known.remove(NodeConfKeys.ROSTER);
        if (role == NodeRole.REPAIR_HEAD) {
            known.removeAll(Set.of(NodeConfKeys.KEYS_CONTENT, NodeConfKeys.AUTHORITIES_CONTENT_AUTHORITY,
                    NodeConfKeys.AUTHORITIES_CONTENT_AUTHORITY_CERTIFICATE, NodeConfKeys.AUTHORITIES_SUBSCRIBER_CA));
        }
        if (role == NodeRole.SENDER) {
            known.removeAll(Set.of(NodeConfKeys.TREE_PARENTS, NodeConfKeys.TREE_DISCOVERY));
        } else {
            known.remove(NodeConfKeys.SESSION_MODE);
            known.remove(NodeConfKeys.SESSION_HOLD);
            known.remove(NodeConfKeys.SESSION_LATE_JOIN);
            known.remove(NodeConfKeys.SESSION_ORDER);
            known.remove(NodeConfKeys.SESSION_CONFIRM);
            known.remove(NodeConfKeys.FLOW_CONGESTION_CONTROL);
        }
        if (!role.isParent()) {
            known.removeAll(Set.of(NodeConfKeys.REGION_ID, NodeConfKeys.REGION_ADDRESS));
        }
        return known;
    }

    /** All channels have one port, so they must differ in their addresses, and be of one family. */
    private void checkChannels(
            InetAddress group, NodeConfig.@Nullable Region region, List<NodeConfig.Parent> parents) {
        if (region != null && !fits(group, region.channel().getAddress())) {
            in.refuse(NodeConfKeys.REGION_ADDRESS, otherThan(group));
        }
        for (NodeConfig.Parent parent : parents) {
            if (!fits(group, parent.channel().getAddress())) {
                in.refuse(NodeConfKeys.TREE_PARENTS, "for the address of " + parent.name() + " " + otherThan(group));
            }
        }
    }

    private static boolean fits(InetAddress group, InetAddress channel) {
        return !channel.equals(group) && channel.getClass() == group.getClass();
    }

    private static String otherThan(InetAddress group) {
        return "another multicast address than " + group.getHostAddress() + ", of the same family";
    }
}
