package io.trackmc.keys.controller.deploy;

import io.trackmc.keys.controller.plan.DeploymentPlan;
import io.trackmc.keys.controller.plan.PlannedNode;
import io.trackmc.keys.transport.bundle.NodeConfKeys;
import io.trackmc.keys.transport.bundle.NodeRole;
import io.trackmc.proto.engine.ProtocolConfig;
import java.util.Objects;

/** Writes a node's configuration file: HOCON with the keys of {@link NodeConfKeys}, for people to read and change. */
final class NodeConfText {

    /** Bytes of UDP payload that fit an Ethernet frame with IPv4 or IPv6 and some room for tunnels. */
    static final int DATAGRAM_BYTES = 1408;

    /** Multicast stays on the local network unless the operator raises it. */
    static final int TTL = 1;

    /** What a node that pauses still finds in its socket's buffer afterwards (docs/decisions/0002). */
    static final int WINDOW_PACKETS = ProtocolConfig.lan().windowPackets();

    private final DeploymentPlan plan;
    private final PlannedNode node;
    private final StringBuilder out = new StringBuilder();

    private NodeConfText(DeploymentPlan plan, PlannedNode node) {
        this.plan = plan;
        this.node = node;
    }

    /** The text of the file. */
    static String of(DeploymentPlan plan, PlannedNode node) {
        return new NodeConfText(plan, node).write();
    }

    private String write() {
        comment("Node " + node.name() + " of group " + plan.groupName() + ", written by: track keys init");
        comment("Every key can be set on the command line too: -Dkey=value. File names are relative to this file.");
        gap();
        text(NodeConfKeys.NODE_NAME, node.name());
        number(NodeConfKeys.NODE_ID, Integer.toUnsignedLong(node.id()));
        text(NodeConfKeys.NODE_ROLE, node.member().role().text());
        gap();
        text(NodeConfKeys.GROUP_NAME, plan.groupName());
        comment("Data channel. The local control channels use the same port and the addresses that follow.");
        text(NodeConfKeys.GROUP_ADDRESS, plan.groupAddress().getHostAddress());
        number(NodeConfKeys.GROUP_PORT, plan.port());
        gap();
        writeNet();
        writeKeys();
        writeTree();
        comment("Packets that may be under way, a power of two, the same in the whole group. More need larger socket buffers.");
        number(NodeConfKeys.WINDOW_PACKETS, WINDOW_PACKETS);
        gap();
        writeAuthorities();
        if (node.member().role().isParent()) {
            gap();
            writeRoster();
        }
        return out.toString();
    }

    private void writeNet() {
        comment("Bytes of UDP payload, the same in the whole group: at most the MTU less 28 (IPv4) or 48 (IPv6).");
        number(NodeConfKeys.NET_DATAGRAM_BYTES, DATAGRAM_BYTES);
        comment("Name of the network interface; the system chooses when there is none.");
        comment(NodeConfKeys.NET_INTERFACE + " = \"eth0\"");
        comment("Hops that multicast may travel: 1 stays on the local network.");
        number(NodeConfKeys.NET_TTL, TTL);
        node.port().ifPresent(port -> {
            comment("Port of the node's own socket: the one at which its children have been told that they reach it.");
            number(NodeConfKeys.NET_UNICAST_PORT, port);
        });
        gap();
    }

    private void writeKeys() {
        text(NodeConfKeys.KEYS_TRANSPORT, node.name() + "/" + DeploymentFiles.TRANSPORT_BUNDLE);
        if (node.member().role() != NodeRole.REPAIR_HEAD) {
            comment("Opens the content; a repair head has no such file.");
            text(NodeConfKeys.KEYS_CONTENT, node.name() + "/" + DeploymentFiles.CONTENT_BUNDLE);
        }
        text(NodeConfKeys.KEYS_CERTIFICATE, node.name() + "/" + DeploymentFiles.CERTIFICATE);
        text(NodeConfKeys.KEYS_PRIVATE_KEY, node.name() + "/" + DeploymentFiles.PRIVATE_KEY);
        gap();
        comment("What the node keeps from run to run. Never start a node from an old copy of it.");
        text(NodeConfKeys.STATE_DIRECTORY, node.name() + "/" + DeploymentFiles.STATE);
        gap();
    }

    /** The addresses stay comments: where no authority runs, nobody should wait for one. */
    private void writeAuthorities() {
        boolean opensContent = node.member().role() != NodeRole.REPAIR_HEAD;
        comment("Where the authorities run (track controller, track content-authority): then keys can change while the group runs,");
        comment("and with join = true the node asks them for its keys when it starts, instead of reading its bundles.");
        out.append(NodeConfKeys.AUTHORITIES_JOIN).append(" = false\n");
        text(NodeConfKeys.AUTHORITIES_INFRASTRUCTURE_CA, node.name() + "/" + DeploymentFiles.INFRASTRUCTURE_CA);
        if (opensContent) {
            text(NodeConfKeys.AUTHORITIES_SUBSCRIBER_CA, node.name() + "/" + DeploymentFiles.SUBSCRIBER_CA);
        }
        comment("The authorities are known by the keys of these certificates, and by no others; a file may hold several.");
        text(NodeConfKeys.AUTHORITIES_TRANSPORT_CONTROLLER_CERTIFICATE,
                node.name() + "/" + DeploymentFiles.CONTROLLER_CERTIFICATE);
        if (opensContent) {
            text(NodeConfKeys.AUTHORITIES_CONTENT_AUTHORITY_CERTIFICATE,
                    node.name() + "/" + DeploymentFiles.CONTENT_AUTHORITY_CERTIFICATE);
        }
        comment(NodeConfKeys.AUTHORITIES_TRANSPORT_CONTROLLER + " = \"127.0.0.1:" + AuthorityConfText.TRANSPORT_PORT
                + "\"");
        if (opensContent) {
            comment(NodeConfKeys.AUTHORITIES_CONTENT_AUTHORITY + " = \"127.0.0.1:" + AuthorityConfText.CONTENT_PORT
                    + "\"");
        }
    }

    private void writeTree() {
        PlannedNode.Region region = node.region();
        if (region != null) {
            comment("The region that this node repairs for, and its local control channel.");
            number(NodeConfKeys.REGION_ID, Integer.toUnsignedLong(region.id()));
            text(NodeConfKeys.REGION_ADDRESS, region.address().getHostAddress());
            gap();
            writeMaxChildren();
        }
        if (!node.parents().isEmpty()) {
            comment("The parent, then backups in order of preference. The transport bundle holds keys for these and no others.");
            out.append(NodeConfKeys.TREE_PARENTS).append(" = [\n");
            node.parents().forEach(name -> writeParent(plan.node(name)));
            out.append("]\n");
            if (plan.discovery() && node.member().role() == NodeRole.RECEIVER) {
                comment("Takes the nearest of them that has room, whatever their order.");
                text(NodeConfKeys.TREE_DISCOVERY, "on");
            }
            gap();
        }
    }

    /** Only when the defaults are too small for all that may come, be it from parents that they lost. */
    private void writeMaxChildren() {
        long receivers = plan.nodes().stream().filter(other -> mayCome(other, NodeRole.RECEIVER)).count();
        long repairHeads = plan.nodes().stream().filter(other -> mayCome(other, NodeRole.REPAIR_HEAD)).count();
        Places places = Places.of(receivers, repairHeads, primaryReceivers());
        if (places.children() > ProtocolConfig.lan().maxChildren()) {
            comment("Children that there is room for, a quarter of them repair heads only: so many nodes have this one as");
            comment("parent or backup, if not more.");
            number(NodeConfKeys.TREE_MAX_CHILDREN, places.children());
            if (places.reserved() != ProtocolConfig.defaultReserve(places.children())) {
                comment("There are not more, so that fewer can be kept for repair heads.");
                number(NodeConfKeys.TREE_RESERVED, places.reserved());
            }
            gap();
        }
    }

    private boolean mayCome(PlannedNode other, NodeRole role) {
        return other.member().role() == role && other.parents().contains(node.name());
    }

    private long primaryReceivers() {
        return plan.nodes().stream()
                .filter(other -> mayCome(other, NodeRole.RECEIVER) && other.parents().getFirst().equals(node.name()))
                .count();
    }

    private void writeParent(PlannedNode parent) {
        PlannedNode.Region region = Objects.requireNonNull(parent.region());
        out.append("  { ").append(NodeConfKeys.PARENT_NAME).append(" = ").append(quoted(parent.name()));
        out.append(", ").append(NodeConfKeys.PARENT_ID).append(" = ").append(Integer.toUnsignedString(parent.id()));
        out.append(", ").append(NodeConfKeys.PARENT_REGION).append(" = ")
                .append(Integer.toUnsignedString(region.id()));
        out.append(", ").append(NodeConfKeys.PARENT_ADDRESS).append(" = ")
                .append(quoted(region.address().getHostAddress()));
        if (parent.address() != null) {
            out.append(", ").append(NodeConfKeys.PARENT_UNICAST).append(" = ").append(quoted(parent.address()));
        }
        out.append(" }\n");
    }

    private void writeRoster() {
        comment("Names by node id, for reports.");
        out.append(NodeConfKeys.ROSTER).append(" {\n");
        for (PlannedNode other : plan.nodes()) {
            if (appearsInReports(other)) {
                out.append("  \"").append(Integer.toUnsignedString(other.id())).append("\" = ")
                        .append(quoted(other.name())).append('\n');
            }
        }
        out.append("}\n");
    }

    /** The sender hears of every node; a repair head of its parents and those that may be its children. */
    private boolean appearsInReports(PlannedNode other) {
        return node.member().role() == NodeRole.SENDER || other.equals(node) || node.parents().contains(other.name())
                || other.parents().contains(node.name());
    }

    private void comment(String text) {
        out.append("# ").append(text).append('\n');
    }

    private void gap() {
        out.append('\n');
    }

    private void text(String key, String value) {
        out.append(key).append(" = ").append(quoted(value)).append('\n');
    }

    private void number(String key, long value) {
        out.append(key).append(" = ").append(value).append('\n');
    }

    /** Names and addresses have no character that would need escaping. */
    private static String quoted(String value) {
        return "\"" + value + "\"";
    }
}
