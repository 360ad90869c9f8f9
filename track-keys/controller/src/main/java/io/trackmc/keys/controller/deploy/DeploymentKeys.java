package io.trackmc.keys.controller.deploy;

import io.trackmc.keys.controller.log.LogEntry;
import io.trackmc.keys.controller.plan.DeploymentPlan;
import io.trackmc.keys.controller.plan.PlannedNode;
import io.trackmc.keys.controller.tree.AuthorityTree;
import io.trackmc.keys.controller.tree.ContentTree;
import io.trackmc.keys.controller.tree.Place;
import io.trackmc.keys.controller.tree.RekeySigner;
import io.trackmc.keys.controller.tree.TransportTree;
import io.trackmc.keys.payload.ContentBundle;
import io.trackmc.keys.transport.bundle.NodeRole;
import io.trackmc.keys.transport.bundle.TransportBundle;
import io.trackmc.proto.protect.KeyLayer;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;

/**
 * All secrets of a private deployment, freshly random, and what each node is given of them. Bundles share key objects with this and
 * with each other: destroy them all together.
 */
final class DeploymentKeys {

    private final GroupPlan plan;
    private final Bundles bundles;
    private final TransportTree transport;
    private final ContentTree content;

    private DeploymentKeys(GroupPlan plan, SecureRandom random) {
        this.plan = plan;
        bundles = new Bundles(plan);
        long gid = random.nextLong();
        transport = TransportTree.create(gid, RekeySigner.generate(random), random);
        content = ContentTree.create(gid, RekeySigner.generate(random), random);
        Set<String> admitted = new HashSet<>();
        plan.nodes().forEach(node -> admit(node, admitted));
        transport.settle();
        content.settle();
    }

    /** Makes them. */
    public static DeploymentKeys generate(DeploymentPlan plan, SecureRandom random) {
        return new DeploymentKeys(GroupPlan.of(plan), random);
    }

    /** Makes them. */
    static DeploymentKeys generate(GroupPlan plan, SecureRandom random) {
        return new DeploymentKeys(plan, random);
    }

    /** The transport keys of a node. */
    public TransportBundle transportBundle(PlannedNode node) {
        return transportBundle(plan.node(node.name()));
    }

    TransportBundle transportBundle(GroupPlan.Node node) {
        return bundles.transport(node, transport, content.anchor(), false, _ -> false);
    }

    /**
     * The content keys of the group, for a sender or receiver.
     *
     * @throws IllegalArgumentException for a repair head, which never has any
     */
    public ContentBundle contentBundle(PlannedNode node) {
        return contentBundle(plan.node(node.name()));
    }

    ContentBundle contentBundle(GroupPlan.Node node) {
        return bundles.content(node, content, false);
    }

    /** Who is in the group. */
    GroupPlan plan() {
        return plan;
    }

    /** Group id. */
    public long gid() {
        return transport.gid();
    }

    /** First epochs, as the authorities' logs declare them. */
    LogEntry.Epoch firstEpoch(KeyLayer layer) {
        AuthorityTree tree = layer == KeyLayer.TRANSPORT ? transport : content;
        return new LogEntry.Epoch(tree.epochNumber(), HexFormat.of().toHexDigits(tree.spi()), true);
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
    private void admit(GroupPlan.Node node, Set<String> admitted) {
        if (!admitted.add(node.name())) {
            return;
        }
        if (!node.parents().isEmpty()) {
            admit(plan.node(node.parents().getFirst()), admitted);
        }
        Place place = plan.place(node);
        transport.admit(place);
        if (node.role() == NodeRole.REPAIR_HEAD) {
            content.addRegion(place.region(), place.home());
        } else {
            content.admit(place);
        }
    }
}
