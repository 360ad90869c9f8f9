package io.trackmc.keys.controller.plan;

import io.trackmc.keys.controller.DeploymentException;
import io.trackmc.keys.transport.bundle.Member;
import io.trackmc.keys.transport.bundle.NodeRole;
import io.trackmc.keys.transport.bundle.Roster;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A group before any key exists: its addresses and its nodes, numbered.
 *
 * <p>The sender has node id 1 and region 0; repair heads follow in the order given with node ids from 2 and regions from 1;
 * receivers follow. The local control channel of region r has the multicast address {@code 1 + r} behind the group's.
 */
public final class DeploymentPlan {

    /** Most children of one parent. */
    public static final int MAX_CHILDREN = 4096;

    /** A deployment has a directory or a configuration of that name beside those of its nodes. */
    private static final List<String> RESERVED_NAMES = List.of("authorities", "controller", "content-authority");

    private final String groupName;
    private final InetAddress groupAddress;
    private final int port;
    private final boolean discovery;
    private final List<PlannedNode> nodes;
    private final Map<String, PlannedNode> byName;

    private DeploymentPlan(
            String groupName, InetAddress groupAddress, int port, boolean discovery, List<PlannedNode> nodes) {
        this.groupName = groupName;
        this.groupAddress = groupAddress;
        this.port = port;
        this.discovery = discovery;
        this.nodes = List.copyOf(nodes);
        byName = nodes.stream().collect(Collectors.toUnmodifiableMap(PlannedNode::name, n -> n));
    }

    /**
     * Numbers the nodes of a tree and finds addresses and default backups.
     *
     * @param groupAddress literal
     * @throws DeploymentException when name, address, port or tree are not allowed
     */
    public static DeploymentPlan of(String groupName, String groupAddress, int port, List<NodeSpec> tree) {
        return of(groupName, groupAddress, port, tree, false);
    }

    /**
     * The same; with {@code discovery}, receivers take the nearest of their parents that has room, instead of the first.
     *
     * @throws DeploymentException when name, address, port or tree are not allowed
     */
    public static DeploymentPlan of(
            String groupName, String groupAddress, int port, List<NodeSpec> tree, boolean discovery) {
        check(Member.NAME.matcher(groupName).matches(), "group name: found \"" + groupName + "\"", Member.NAME_ALLOWED);
        check(port > 0 && port < 65536, "port: found " + port, "1 to 65535");
        check(tree.size() <= Roster.MAX_MEMBERS, "tree: found " + tree.size() + " nodes",
                "at most " + Roster.MAX_MEMBERS);
        TreeFault fault = TreeRules.firstFault(tree);
        if (fault != null) {
            throw new DeploymentException("tree: " + fault.message());
        }
        refuseCrowds(tree);
        InetAddress address = GroupAddresses.parse(groupAddress);
        return new DeploymentPlan(groupName, address, port, discovery, number(tree, new GroupAddresses(address)));
    }

    /** Of nodes that are numbered already; those of a group that are of interest. */
    public static DeploymentPlan numbered(
            String groupName, InetAddress groupAddress, int port, boolean discovery, List<PlannedNode> nodes) {
        nodes.forEach(node -> checkedName(node.name()));
        return new DeploymentPlan(groupName, groupAddress, port, discovery, nodes);
    }

    /** Name of the group. */
    public String groupName() {
        return groupName;
    }

    /** Multicast address of the data channel. */
    public InetAddress groupAddress() {
        return groupAddress;
    }

    /** Whether receivers take the nearest of their parents that has room. */
    public boolean discovery() {
        return discovery;
    }

    /** UDP port of all channels. */
    public int port() {
        return port;
    }

    /** Sender, repair heads, receivers; node ids are 1, 2, 3, .. in this order. */
    public List<PlannedNode> nodes() {
        return nodes;
    }

    /**
     * The node of that name.
     *
     * @throws IllegalArgumentException when there is none
     */
    public PlannedNode node(String name) {
        PlannedNode found = byName.get(name);
        if (found == null) {
            throw new IllegalArgumentException("no node " + name);
        }
        return found;
    }

    /** Tenant of a node: that of its own region, or else that of its first parent's; null when it has none. */
    public @Nullable String tenantOf(PlannedNode node) {
        PlannedNode head = node.region() == null ? node(node.parents().getFirst()) : node;
        return head.region() == null ? null : head.region().tenant();
    }

    /** All nodes as everybody may know them. */
    public List<Member> roster() {
        return nodes.stream().map(PlannedNode::member).toList();
    }

    private static List<PlannedNode> number(List<NodeSpec> tree, GroupAddresses addresses) {
        DefaultBackups backups = new DefaultBackups(tree);
        Tenants tenants = new Tenants(tree);
        List<PlannedNode> nodes = new ArrayList<>();
        List<NodeSpec> ordered = tree.stream().sorted(Comparator.comparing(NodeSpec::role)).toList();
        for (NodeSpec spec : ordered) {
            int index = nodes.size();
            Member member = new Member(index + 1, checkedName(spec.name()), spec.role());
            PlannedNode.Region region = spec.role().isParent()
                    ? new PlannedNode.Region(index, addresses.ofRegion(index), tenants.of(spec.name())) : null;
            List<String> parents = Stream.concat(Stream.ofNullable(spec.parent()), backups.of(spec).stream()).toList();
            nodes.add(new PlannedNode(member, region, parents, spec.address()));
        }
        check(nodes.stream().anyMatch(n -> n.member().role() == NodeRole.SENDER), "tree: found no sender", "one");
        return nodes;
    }

    private static void refuseCrowds(List<NodeSpec> tree) {
        Map<String, Long> children = tree.stream().map(NodeSpec::parent).filter(Objects::nonNull)
                .collect(Collectors.groupingBy(Objects::requireNonNull, Collectors.counting()));
        children.forEach(
                (parent, count) -> check(count <= MAX_CHILDREN, "tree: found " + count + " children of " + parent,
                        "at most " + MAX_CHILDREN + "; put repair heads between them"));
    }

    private static String checkedName(String name) {
        check(Member.NAME.matcher(name).matches() && !RESERVED_NAMES.contains(name),
                "node name: found \"" + name + "\"",
                Member.NAME_ALLOWED + ", but not " + String.join(", ", RESERVED_NAMES));
        return name;
    }

    private static void check(boolean condition, String found, String allowed) {
        if (!condition) {
            throw new DeploymentException(found + ", allowed: " + allowed);
        }
    }
}
