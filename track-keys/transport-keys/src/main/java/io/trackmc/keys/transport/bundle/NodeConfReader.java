package io.trackmc.keys.transport.bundle;

import io.trackmc.keys.transport.conf.ConfValues;
import io.trackmc.proto.engine.FlowConfig;
import io.trackmc.proto.engine.ProtocolConfig;
import io.trackmc.proto.engine.TreeTiming;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes a {@link NodeConfig} of values, noting all that does not fit. One use. */
final class NodeConfReader {

    private static final String UNREAD = "unknown";

    private final Path file;
    private final ConfValues in;

    NodeConfReader(Path file, ConfValues in) {
        this.file = file.toAbsolutePath();
        this.in = in;
    }

    /** The configuration; means nothing when there were faults. */
    NodeConfig read() {
        NodeRole role = role();
        in.refuseUnknown(NodeCatalogue.CATALOGUE, role.text()); // first: a misspelt key is why another is missing
        String name = in.get(IdentityKeys.NODE_NAME);
        int id = in.integer(IdentityKeys.NODE_ID);
        int port = in.integer(IdentityKeys.GROUP_PORT);
        InetAddress group = in.get(IdentityKeys.GROUP_ADDRESS);
        String groupName = in.get(IdentityKeys.GROUP_NAME);
        NodeConfig.Region region = region(role, port);
        List<NodeConfig.Parent> parents = parents(role, port);
        NodeConfig.Files files = files(role);
        NodeConfig.Net net = net();
        ProtocolConfig protocol = protocol();
        NodeConfig.Authorities authorities = new AuthoritiesConfReader(in).read(role, files);
        NodeConfig.Management management = new ManagementConfReader(in).read();
        Map<Integer, String> roster = roster();
        if (in.isRight()) {
            checkChannels(group, region, parents);
        }
        NodeConfig read = new NodeConfig(file, new Member(id, in.isRight() ? name : UNREAD, role), groupName,
                new InetSocketAddress(group, port), net, files, region, parents, protocol,
                new SessionConfReader(in).read(role), in.get(TreeKeys.REKEY_CACHE), authorities, management,
                new ReceiptConfReader(in).read(role, files), roster);
        if (in.isRight()) {
            new NodePairs(in).check(read);
        }
        return read;
    }

    /** A file whose role nobody knows is read as a receiver's. */
    private NodeRole role() {
        boolean wasRight = in.isRight();
        NodeRole role = in.get(IdentityKeys.NODE_ROLE);
        return in.isRight() == wasRight ? role : NodeRole.RECEIVER;
    }

    private NodeConfig.@Nullable Region region(NodeRole role, int port) {
        if (!role.isParent()) {
            return null;
        }
        int id = in.integer(TreeKeys.REGION_ID);
        boolean isSender = role == NodeRole.SENDER;
        if (in.has(TreeKeys.REGION_ID) && (id == 0) != isSender) {
            in.refuse(TreeKeys.REGION_ID, isSender ? "0, which is the sender's region"
                    : "a whole number from 1 to " + IdentityKeys.MAX_NODE_ID + "; 0 is the sender's region");
        }
        return new NodeConfig.Region(id, new InetSocketAddress(in.get(TreeKeys.REGION_ADDRESS), port));
    }

    private List<NodeConfig.Parent> parents(NodeRole role, int port) {
        if (role == NodeRole.SENDER) {
            return List.of();
        }
        List<NodeConfig.Parent> parents = new ArrayList<>();
        for (ConfValues values : in.objects(TreeKeys.PARENTS)) {
            parents.add(parent(values, port));
        }
        return parents;
    }

    private static NodeConfig.Parent parent(ConfValues values, int port) {
        NodeConfig.Parent parent = new NodeConfig.Parent(values.get(TreeKeys.PARENT_NAME),
                values.integer(TreeKeys.PARENT_ID), values.integer(TreeKeys.PARENT_REGION),
                new InetSocketAddress(values.get(TreeKeys.PARENT_ADDRESS), port),
                values.find(TreeKeys.PARENT_UNICAST), values.find(TreeKeys.PARENT_SOURCE));
        values.refuseUnknown(TreeKeys.PARENT, "");
        return parent;
    }

    private NodeConfig.Files files(NodeRole role) {
        return new NodeConfig.Files(in.path(IdentityKeys.KEYS_TRANSPORT),
                role == NodeRole.REPAIR_HEAD ? null : in.path(IdentityKeys.KEYS_CONTENT),
                in.findPath(IdentityKeys.KEYS_CERTIFICATE), in.findPath(IdentityKeys.KEYS_PRIVATE_KEY),
                in.path(IdentityKeys.STATE_DIRECTORY));
    }

    private NodeConfig.Net net() {
        String networkInterface = in.find(NetKeys.INTERFACE);
        return new NodeConfig.Net(networkInterface == null ? "" : networkInterface, in.integer(NetKeys.TTL),
                in.integer(NetKeys.DSCP), in.find(IdentityKeys.GROUP_SOURCE), in.integer(NetKeys.UNICAST_PORT),
                in.integer(NetKeys.RECEIVE_BUFFER),
                in.integer(NetKeys.SEND_BUFFER), in.get(NetKeys.TRANSPORT));
    }

    private ProtocolConfig protocol() {
        ProtocolConfig lan = ProtocolConfig.lan();
        int maxChildren = in.integer(TreeKeys.CHILDREN);
        return new ProtocolConfig(in.integer(NetKeys.DATAGRAM_BYTES), in.integer(TreeKeys.WINDOW), maxChildren,
                reserved(maxChildren), in.get(TreeKeys.DISCOVERY), in.get(SessionKeys.RATE_DATA),
                in.get(SessionKeys.RATE_REPAIR), lan.nack(), tree(lan.tree()), flow());
    }

    /** At most all places: a parent may be for repair heads only. */
    private int reserved(int maxChildren) {
        int reserved = in.integer(TreeKeys.RESERVED);
        if (reserved > maxChildren) {
            in.refuse(TreeKeys.RESERVED, "0 to " + maxChildren + ", which is " + NodeConfKeys.TREE_MAX_CHILDREN);
            return 0;
        }
        return reserved;
    }

    private FlowConfig flow() {
        return new FlowConfig(in.get(SessionKeys.SLOW_RECEIVER), in.get(SessionKeys.STALL_TIMEOUT),
                in.get(SessionKeys.RATE_TOTAL));
    }

    private TreeTiming tree(TreeTiming lan) {
        return lan.tuned(in.get(TreeKeys.HEARTBEAT), in.integer(TreeKeys.PARENT_MISSES), in.get(TreeKeys.TRACK),
                in.get(TreeKeys.RECEIVER_SILENCE), in.get(TreeKeys.REPAIR_HEAD_SILENCE));
    }

    private Map<Integer, String> roster() {
        Map<Integer, String> roster = new HashMap<>();
        in.table(TreeKeys.ROSTER).forEach((id, name) -> roster.put(Integer.parseUnsignedInt(id), name));
        return roster;
    }

    /** All channels have one port, so they must differ in their addresses, and be of one family. */
    private void checkChannels(
            InetAddress group, NodeConfig.@Nullable Region region, List<NodeConfig.Parent> parents) {
        InetAddress source = in.find(IdentityKeys.GROUP_SOURCE);
        if (source != null && source.getClass() != group.getClass()) {
            in.refuse(IdentityKeys.GROUP_SOURCE, sameFamily(group));
        }
        if (region != null && !fits(group, region.channel().getAddress())) {
            in.refuse(TreeKeys.REGION_ADDRESS, otherThan(group));
        }
        for (NodeConfig.Parent parent : parents) {
            if (!fits(group, parent.channel().getAddress())) {
                in.refuse(TreeKeys.PARENTS, "for the address of " + parent.name() + " " + otherThan(group));
            }
            if (parent.source() != null && parent.source().getClass() != group.getClass()) {
                in.refuse(TreeKeys.PARENTS, "for the source of " + parent.name() + " " + sameFamily(group));
            }
        }
    }

    private static boolean fits(InetAddress group, InetAddress channel) {
        return !channel.equals(group) && channel.getClass() == group.getClass();
    }

    private static String sameFamily(InetAddress group) {
        return "an address of the same family as the group " + group.getHostAddress();
    }

    private static String otherThan(InetAddress group) {
        return "another multicast address than " + group.getHostAddress() + ", of the same family";
    }
}
