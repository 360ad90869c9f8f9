package io.trackmc.keys.controller.plan;

import io.trackmc.keys.controller.DeploymentException;
import io.trackmc.keys.transport.bundle.Member;
import io.trackmc.keys.transport.bundle.NodeRole;
import io.trackmc.keys.transport.bundle.TransportBundle;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A group before any key exists: its addresses and its nodes, numbered.
 *
 * <p>The sender has node id 1 and region 0; repair heads follow in the order given with node ids from 2 and regions from 1;
 * receivers follow. The local control channel of region r has the multicast address {@code 1 + r} behind the group's.
 *
 * @param groupName name of the group
 * @param groupAddress multicast address of the data channel
 * @param port UDP port of all its channels
 * @param nodes sender, repair heads, receivers
 */
public record DeploymentPlan(String groupName, InetAddress groupAddress, int port, List<PlannedNode> nodes) {

    /** A deployment has a directory of that name beside those of its nodes. */
    private static final String RESERVED_NAME = "authorities";

    /** Takes the plan as it is; {@link #of} makes sound ones. */
    public DeploymentPlan {
        nodes = List.copyOf(nodes);
    }

    /**
     * Numbers the nodes of a tree and finds addresses and default backups.
     *
     * @param groupAddress literal
     * @throws DeploymentException when name, address, port or tree are not allowed
     */
    public static DeploymentPlan of(String groupName, String groupAddress, int port, List<NodeSpec> tree) {
        check(Member.NAME.matcher(groupName).matches(), "group name: found \"" + groupName + "\"", Member.NAME_ALLOWED);
        check(port > 0 && port < 65536, "port: found " + port, "1 to 65535");
        check(tree.size() <= TransportBundle.MAX_ROSTER, "tree: found " + tree.size() + " nodes",
                "at most " + TransportBundle.MAX_ROSTER);
        TreeFault fault = TreeRules.firstFault(tree);
        if (fault != null) {
            throw new DeploymentException("tree: " + fault.message());
        }
        InetAddress address = GroupAddresses.parse(groupAddress);
        return new DeploymentPlan(groupName, address, port, number(tree, new GroupAddresses(address)));
    }

    /** The node of that name, or null. */
    public @Nullable PlannedNode find(String name) {
        return nodes.stream().filter(n -> n.name().equals(name)).findFirst().orElse(null);
    }

    /** The node of that name, which exists. */
    public PlannedNode node(String name) {
        PlannedNode found = find(name);
        if (found == null) {
            throw new IllegalArgumentException("no node " + name);
        }
        return found;
    }

    /** All nodes as everybody may know them. */
    public List<Member> roster() {
        return nodes.stream().map(PlannedNode::member).toList();
    }

    private static List<PlannedNode> number(List<NodeSpec> tree, GroupAddresses addresses) {
        DefaultBackups backups = new DefaultBackups(tree);
        List<PlannedNode> nodes = new ArrayList<>();
        List<NodeSpec> ordered = tree.stream().sorted(Comparator.comparing(NodeSpec::role)).toList();
        for (NodeSpec spec : ordered) {
            int index = nodes.size();
            Member member = new Member(index + 1, checkedName(spec.name()), spec.role());
            PlannedNode.Region region = spec.role().isParent()
                    ? new PlannedNode.Region(index, addresses.ofRegion(index)) : null;
            List<String> parents = Stream.concat(Stream.ofNullable(spec.parent()), backups.of(spec).stream()).toList();
            nodes.add(new PlannedNode(member, region, parents, spec.address()));
        }
        check(nodes.stream().anyMatch(n -> n.member().role() == NodeRole.SENDER), "tree: found no sender", "one");
        return nodes;
    }

    private static String checkedName(String name) {
        check(Member.NAME.matcher(name).matches() && !name.equals(RESERVED_NAME), "node name: found \"" + name + "\"",
                Member.NAME_ALLOWED + ", but not " + RESERVED_NAME);
        return name;
    }

    private static void check(boolean condition, String found, String allowed) {
        if (!condition) {
            throw new DeploymentException(found + ", allowed: " + allowed);
        }
    }
}
