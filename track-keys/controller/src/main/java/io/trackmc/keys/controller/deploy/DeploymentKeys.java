package io.trackmc.keys.controller.deploy;

import io.trackmc.keys.controller.log.LogEntry;
import io.trackmc.keys.controller.plan.DeploymentPlan;
import io.trackmc.keys.controller.plan.PlannedNode;
import io.trackmc.keys.controller.tree.ContentTree;
import io.trackmc.keys.controller.tree.RekeySigner;
import io.trackmc.keys.controller.tree.TransportTree;
import io.trackmc.keys.payload.ContentBundle;
import io.trackmc.keys.transport.bundle.Member;
import io.trackmc.keys.transport.bundle.NodeRole;
import io.trackmc.keys.transport.bundle.OwnRegion;
import io.trackmc.keys.transport.bundle.ParentSecrets;
import io.trackmc.keys.transport.bundle.Roster;
import io.trackmc.keys.transport.bundle.TransportBundle;
import io.trackmc.keys.transport.key.BindKey;
import io.trackmc.keys.transport.key.KeySchedule;
import io.trackmc.proto.protect.KeyLayer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All secrets of a private deployment, freshly random, and what each node is given of them. Bundles share key objects with this and
 * with each other: destroy them all together.
 */
public final class DeploymentKeys {

    private final DeploymentPlan plan;
    private final KeySchedule schedule = new KeySchedule();
    private final TransportTree transport;
    private final ContentTree content;
    private final Map<String, OwnRegion> regions = new HashMap<>();
    private final Map<String, List<Member>> children = new HashMap<>();

    private DeploymentKeys(DeploymentPlan plan, SecureRandom random) {
        this.plan = plan;
        long gid = random.nextLong();
        transport = TransportTree.create(gid, RekeySigner.generate(random), random);
        content = ContentTree.create(gid, RekeySigner.generate(random), random);
        for (PlannedNode node : plan.nodes()) {
            node.parents()
                    .forEach(parent -> children.computeIfAbsent(parent, _ -> new ArrayList<>()).add(node.member()));
        }
        for (PlannedNode node : plan.nodes()) {
            admit(node);
        }
        transport.settle();
        content.settle();
    }

    /** Makes them. */
    public static DeploymentKeys generate(DeploymentPlan plan, SecureRandom random) {
        return new DeploymentKeys(plan, random);
    }

    /** The transport keys of a node. */
    public TransportBundle transportBundle(PlannedNode node) {
        boolean isParent = node.member().role().isParent();
        return new TransportBundle(transport.gid(), plan.groupName(), node.member(), sourceId(),
                transport.epoch().epoch(), List.of(transport.epoch()), isParent ? transport.interiorSecret() : null,
                isParent ? regionOf(node.name()) : null,
                node.parents().stream().map(parent -> parentSecrets(parent, node)).toList(), rosterOf(node),
                transport.grant(node.id()), node.member().role() == NodeRole.REPAIR_HEAD ? content.anchor() : null);
    }

    /**
     * The content keys of the group, for a sender or receiver.
     *
     * @throws IllegalArgumentException for a repair head, which never has any
     */
    public ContentBundle contentBundle(PlannedNode node) {
        if (node.member().role() == NodeRole.REPAIR_HEAD) {
            throw new IllegalArgumentException("a repair head is given no content keys");
        }
        return new ContentBundle(content.gid(), plan.groupName(), content.epoch().epoch(), List.of(content.epoch()),
                List.of(sourceId()), content.grant(node.id()));
    }

    /** Group id. */
    public long gid() {
        return transport.gid();
    }

    /** First epochs, as the authorities' logs declare them. */
    LogEntry.Epoch firstEpoch(KeyLayer layer) {
        int spi = layer == KeyLayer.TRANSPORT ? transport.epoch().spi() : content.epoch().spi();
        long epoch = layer == KeyLayer.TRANSPORT ? transport.epoch().epoch() : content.epoch().epoch();
        return new LogEntry.Epoch(epoch, HexFormat.of().toHexDigits(spi), true);
    }

    /** Erases every secret. */
    public void destroy() {
        transport.close();
        content.close();
    }

    /** The transport controller's keys, as members are given them. */
    public TransportTree transport() {
        return transport;
    }

    /** The content authority's keys, as members are given them. */
    public ContentTree content() {
        return content;
    }

    /** A region is in the trees before those whose heads are at home in it, in whatever order the plan has them. */
    private void admit(PlannedNode node) {
        if (regions.containsKey(node.name())) {
            return;
        }
        if (!node.parents().isEmpty()) {
            admit(plan.node(node.parents().getFirst()));
        }
        int[] parents = node.parents().stream().mapToInt(this::regionIdOf).toArray();
        int home = parents.length == 0 ? 0 : parents[0];
        if (node.region() == null) {
            transport.join(node.id(), home, Arrays.copyOfRange(parents, 1, parents.length));
            content.join(node.id(), home);
            return;
        }
        int region = node.region().id();
        transport.joinHead(node.id(), region, home, parents);
        regions.put(node.name(), new OwnRegion(region, mayHaveLeaves(node), transport.regionSecret(region),
                transport.bindMaster(region)));
        if (node.member().role() == NodeRole.SENDER) {
            content.join(node.id(), region);
        } else {
            content.addRegion(region, home);
        }
    }

    private int regionIdOf(String parent) {
        PlannedNode.Region region = plan.node(parent).region();
        if (region == null) {
            throw new IllegalArgumentException("node " + parent + " heads no region");
        }
        return region.id();
    }

    private ParentSecrets parentSecrets(String parent, PlannedNode child) {
        OwnRegion region = regionOf(parent);
        int parentId = plan.node(parent).id();
        BindKey bindKey = new BindKey();
        schedule.bindKey(region.bindMaster(), parentId, child.id(), bindKey);
        return new ParentSecrets(parentId, region.id(), region.hasLeaves(), region.secret(), bindKey);
    }

    private OwnRegion regionOf(String parent) {
        OwnRegion region = regions.get(parent);
        if (region == null) {
            throw new IllegalArgumentException("node " + parent + " heads no region");
        }
        return region;
    }

    private int sourceId() {
        return plan.nodes().getFirst().id();
    }

    /** A region that a receiver may come to by fail-over has leaves from the start, because its key class cannot change then. */
    private boolean mayHaveLeaves(PlannedNode parent) {
        return childrenOf(parent).stream().anyMatch(child -> child.role() == NodeRole.RECEIVER);
    }

    /** Whom a node may ever talk to: itself, the sender, its parents, and whoever has it as a parent. */
    private Roster rosterOf(PlannedNode node) {
        Set<Member> members = new LinkedHashSet<>();
        members.add(plan.nodes().getFirst().member());
        node.parents().forEach(parent -> members.add(plan.node(parent).member()));
        members.add(node.member());
        members.addAll(childrenOf(node));
        return Roster.of(List.copyOf(members));
    }

    private List<Member> childrenOf(PlannedNode parent) {
        return children.getOrDefault(parent.name(), List.of());
    }
}
