package io.trackmc.keys.controller.deploy;

import io.trackmc.keys.controller.DeploymentException;
import io.trackmc.keys.controller.plan.DeploymentPlan;
import io.trackmc.keys.controller.policy.Tenant;
import io.trackmc.keys.controller.tree.Place;
import io.trackmc.keys.transport.bundle.Member;
import io.trackmc.keys.transport.bundle.NodeRole;
import io.trackmc.keys.transport.bundle.Roster;
import io.trackmc.proto.protect.KeyLayer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may be in a group and where: what an authority must know of a member beyond its keys, to make its bundle. Nothing in it is secret.
 * Immutable.
 */
public final class GroupPlan {

    /** From here on node ids are the authorities' own. */
    private static final int FIRST_RESERVED_ID = KeyLayer.TRANSPORT.authority();

    private final String group;
    private final List<Node> nodes;
    private final int highestId;
    private final Map<String, Node> byName = new HashMap<>();
    private final Map<String, List<Member>> children = new HashMap<>();
    private final Set<String> withLeaves = new HashSet<>();

    /**
     * A node.
     *
     * @param member id, name and role
     * @param region that it heads; null for a receiver
     * @param parents names of its parents, primary first
     * @param tenant whose that region is; null: everybody's, or none
     */
    public record Node(Member member, @Nullable Integer region, List<String> parents, @Nullable String tenant) {

        /** One whose region, if any, is everybody's. */
        public Node(Member member, @Nullable Integer region, List<String> parents) {
            this(member, region, parents, null);
        }

        /** Keeps the list. */
        public Node {
            parents = List.copyOf(parents);
        }

        /** Shorthand for the member's. */
        public int id() {
            return member.id();
        }

        /** Shorthand for the member's. */
        public String name() {
            return member.name();
        }

        /** Shorthand for the member's. */
        public NodeRole role() {
            return member.role();
        }
    }

    /**
     * Of a group.
     *
     * @param nodes the sender first
     * @throws IllegalArgumentException when the nodes do not make a tree
     */
    public GroupPlan(String group, List<Node> nodes) {
        this(group, nodes, 0);
    }

    /**
     * Of a group that has had others before.
     *
     * @param everGiven highest node id of any node that ever was in it, as a u32, which nobody else may get; 0 when there were no others
     */
    GroupPlan(String group, List<Node> nodes, int everGiven) {
        this.group = group;
        this.nodes = List.copyOf(nodes);
        highestId = nodes.stream().map(Node::id).reduce(everGiven, GroupPlan::higher);
        Set<Integer> ids = new LinkedHashSet<>();
        Set<Integer> regions = new LinkedHashSet<>();
        for (Node node : nodes) {
            boolean parent = node.role().isParent();
            require(byName.put(node.name(), node) == null && ids.add(node.id()), "two nodes " + node.name());
            require(parent == (node.region() != null), node.name() + " heads a region, or should not");
            require(node.region() == null || regions.add(node.region()), "two heads of region " + node.region());
        }
        require(!nodes.isEmpty() && nodes.getFirst().role() == NodeRole.SENDER, "the first node is the sender");
        for (Node node : nodes) {
            require(node.parents().isEmpty() == node.equals(nodes.getFirst()), node.name() + " has no parent");
            for (String parent : node.parents()) {
                Node found = byName.get(parent);
                require(found != null && found.region() != null, node.name() + " has " + parent + " as a parent");
                children.computeIfAbsent(parent, _ -> new ArrayList<>()).add(node.member());
                if (node.role() == NodeRole.RECEIVER) {
                    withLeaves.add(parent);
                }
            }
            require(node.tenant() == null || node.role() == NodeRole.REPAIR_HEAD, node.name() + " has a tenant");
            require(node.parents().isEmpty() || !areApart(node, node.parents().getFirst()),
                    node.name() + " is another tenant's than its parent");
        }
    }

    /** Of a deployment. */
    public static GroupPlan of(DeploymentPlan plan) {
        return new GroupPlan(plan.groupName(), plan.nodes().stream().map(node -> new Node(node.member(),
                node.region() == null ? null : node.region().id(), node.parents(),
                node.region() == null ? null : node.region().tenant())).toList());
    }

    /**
     * The same without some nodes, also as parents of others.
     *
     * @throws DeploymentException when there is no such node, it is the sender, or somebody has no parent left
     */
    GroupPlan without(Set<String> names) {
        names.stream().filter(name -> !byName.containsKey(name)).findFirst().ifPresent(name -> {
            throw new DeploymentException("found no node " + name + " in group " + group + ", allowed: "
                    + String.join(", ", byName.keySet().stream().sorted().toList()));
        });
        if (names.contains(nodes.getFirst().name())) {
            throw new DeploymentException("the sender " + nodes.getFirst().name()
                    + " is expelled, revoked or left out, and there is no group without it: make another with keys init");
        }
        List<Node> left = new ArrayList<>();
        for (Node node : nodes) {
            if (!names.contains(node.name())) {
                List<String> parents = node.parents().stream().filter(parent -> !names.contains(parent)).toList();
                if (parents.isEmpty() && !node.parents().isEmpty()) {
                    throw new DeploymentException(node.name() + ": all its parents are expelled, revoked or left out ("
                            + String.join(", ", node.parents()) + "), allowed: leave it out too");
                }
                left.add(new Node(node.member(), node.region(), atHomeFirst(node, parents), node.tenant()));
            }
        }
        return new GroupPlan(group, left, highestId);
    }

    /** Where the first parent is gone, the first of the others that is no other tenant's takes its place: nobody changes to another tenant so. */
    private List<String> atHomeFirst(Node node, List<String> parents) {
        List<String> ordered = new ArrayList<>(parents);
        String home = parents.stream().filter(parent -> !areApart(node, parent)).findFirst().orElse(null);
        if (home == null && !parents.isEmpty()) {
            throw new DeploymentException(node.name() + ": all its parents that are no other tenant's are expelled,"
                    + " revoked or left out, allowed: leave it out too");
        }
        if (home != null) {
            ordered.remove(home);
            ordered.addFirst(home);
        }
        return ordered;
    }

    /** Name of the group. */
    public String group() {
        return group;
    }

    /** All nodes, the sender first. */
    public List<Node> nodes() {
        return nodes;
    }

    /** The node of that name, or null. */
    public @Nullable Node find(String name) {
        return byName.get(name);
    }

    /** Node id of the sender. */
    public int sender() {
        return nodes.getFirst().id();
    }

    /** Where a node belongs. Regions of other tenants are not among its parents there: it is given none of their secrets. */
    public Place place(Node node) {
        return new Place(node.id(), node.region() != null, node.region() == null ? 0 : node.region(),
                node.parents().stream().filter(parent -> !areApart(node, parent)).map(this::regionOf).toList());
    }

    /**
     * Whether a parent's region is another tenant's than a node is. Such a node is not given the RegionSecret: the parent gives it a key for each epoch
     * in which it is its child.
     */
    boolean areApart(Node node, String parent) {
        String owner = node(parent).tenant();
        return owner != null && !owner.equals(tenantOf(node));
    }

    /** That of its own region, or else that of its first parent's; null when it has none. */
    private @Nullable String tenantOf(Node node) {
        return node.region() == null ? node(node.parents().getFirst()).tenant() : node.tenant();
    }

    /** All tenants with their regions, in the order of the nodes. */
    public List<Tenant> tenants() {
        Map<String, List<Integer>> regions = new LinkedHashMap<>();
        for (Node node : nodes) {
            if (node.tenant() != null && node.region() != null) {
                regions.computeIfAbsent(node.tenant(), _ -> new ArrayList<>()).add(node.region());
            }
        }
        return regions.entrySet().stream().map(tenant -> new Tenant(tenant.getKey(), tenant.getValue())).toList();
    }

    /** Why this is not the plan before with more receivers behind it; null when it is. */
    @Nullable
    String faultAsGrowthOf(GroupPlan before) {
        if (nodes.size() < before.nodes.size() || !nodes.subList(0, before.nodes.size()).equals(before.nodes)) {
            return "a node of the plan before is missing, or another";
        }
        if (nodes.size() > Roster.MAX_MEMBERS) {
            return nodes.size() + " nodes, allowed: at most " + Roster.MAX_MEMBERS;
        }
        int highest = before.highestId();
        if (Integer.compareUnsigned(highestId, highest) < 0 || !isFree(highestId)) {
            return "highest node id " + Integer.toUnsignedString(highestId) + ", allowed: from "
                    + Integer.toUnsignedString(highest) + " to " + Integer.toUnsignedString(FIRST_RESERVED_ID - 1);
        }
        for (Node node : nodes.subList(before.nodes.size(), nodes.size())) {
            if (node.role() != NodeRole.RECEIVER || Integer.compareUnsigned(node.id(), highest) <= 0) {
                return node.name() + ": only receivers with new node ids may be added";
            }
            for (String parent : node.parents()) {
                if (!before.mayHaveLeaves(parent)) {
                    return node.name() + ": " + parent + " heads a region that was made for repair heads only";
                }
            }
        }
        return null;
    }

    /** The highest node id that anybody ever had, as a u32: who comes later gets a higher one, because an expelled id never comes back. */
    int highestId() {
        return highestId;
    }

    /** Whether somebody who is not in it any more had a higher node id than all who are. */
    boolean hasHigherIdsBehind() {
        return nodes.stream().noneMatch(node -> node.id() == highestId);
    }

    /** Whether a node may have that id, and no authority does. */
    static boolean isFree(int id) {
        return Integer.compareUnsigned(id, FIRST_RESERVED_ID) < 0;
    }

    private static int higher(int a, int b) {
        return Integer.compareUnsigned(a, b) < 0 ? b : a;
    }

    /** A region that a receiver may come to by fail-over has leaves from the start, because its key class cannot change then. */
    boolean mayHaveLeaves(String parent) {
        return withLeaves.contains(parent);
    }

    /** Whom a node may ever talk to: itself, the sender, its parents, and whoever has it as a parent. */
    Roster rosterOf(Node node) {
        Set<Member> members = new LinkedHashSet<>();
        members.add(nodes.getFirst().member());
        node.parents().forEach(parent -> members.add(node(parent).member()));
        members.add(node.member());
        members.addAll(childrenOf(node.name()));
        return Roster.of(List.copyOf(members));
    }

    Node node(String name) {
        Node found = byName.get(name);
        if (found == null) {
            throw new IllegalArgumentException("no node " + name);
        }
        return found;
    }

    int regionOf(String parent) {
        Integer region = node(parent).region();
        if (region == null) {
            throw new IllegalArgumentException("node " + parent + " heads no region");
        }
        return region;
    }

    private List<Member> childrenOf(String parent) {
        return children.getOrDefault(parent, List.of());
    }

    private static void require(boolean condition, String found) {
        if (!condition) {
            throw new IllegalArgumentException(found);
        }
    }
}
