package io.trackmc.keys.controller.deploy;

import io.trackmc.keys.controller.tree.ContentTree;
import io.trackmc.keys.controller.tree.TransportTree;
import io.trackmc.keys.payload.ContentBundle;
import io.trackmc.keys.payload.ContentEpoch;
import io.trackmc.keys.transport.bundle.Member;
import io.trackmc.keys.transport.bundle.NodeRole;
import io.trackmc.keys.transport.bundle.OwnRegion;
import io.trackmc.keys.transport.bundle.ParentSecrets;
import io.trackmc.keys.transport.bundle.RekeyAnchor;
import io.trackmc.keys.transport.bundle.Roster;
import io.trackmc.keys.transport.bundle.TransportBundle;
import io.trackmc.keys.transport.key.BindKey;
import io.trackmc.keys.transport.key.KeySchedule;
import io.trackmc.keys.transport.msa.TransportEpoch;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * What each node of a group is given of the keys as they are now. A bundle shares key objects with the tree that it was made of; what was
 * made for it alone is erased by {@link #forget}. Not thread-safe.
 */
public final class Bundles {

    private final GroupPlan plan;
    private final KeySchedule schedule = new KeySchedule();

    /** For the nodes of a plan. */
    public Bundles(GroupPlan plan) {
        this.plan = plan;
    }

    /**
     * The transport keys of a member. A parent that was expelled has no keys any more, or will have none in a moment, and is left out.
     *
     * <p>While the tree still knows the epoch before the newest, the group may use it, and so a member that was one then may be given it too; but not
     * when secrets came with the newest that this member had others of before.
     *
     * @param before whether it may be given that
     * @param content how a repair head verifies the content authority's rekeys
     * @param expelled who is named so, of those whom this member may ever talk to: no others hold keys made of its BindMaster
     * @throws IllegalArgumentException when none of its parents is left
     */
    public TransportBundle transport(GroupPlan.Node node, TransportTree tree, RekeyAnchor content, boolean before,
            IntPredicate expelled) {
        boolean isParent = node.role().isParent();
        List<String> parents = node.parents().stream()
                .filter(parent -> tree.isHeaded(plan.regionOf(parent)) && !expelled.test(plan.node(parent).id()))
                .toList();
        if (parents.isEmpty() && !node.parents().isEmpty()) {
            throw new IllegalArgumentException("none of the parents of " + node.name() + " is left: "
                    + String.join(", ", node.parents()));
        }
        List<TransportEpoch> epochs = before && !hasNewSecrets(node, parents, tree) ? tree.epochs()
                : List.of(tree.epoch());
        Roster roster = plan.rosterOf(node);
        return new TransportBundle(tree.gid(), plan.group(), node.member(), plan.sender(), epochs.getFirst().epoch(),
                epochs, isParent ? tree.interiorSecret() : null,
                isParent ? ownRegion(node.name(), tree) : null,
                parents.stream().map(parent -> parentSecrets(parent, node, tree)).toList(),
                roster, roster.stream().map(Member::id).filter(expelled::test).toList(),
                tree.grant(node.id()), node.role() == NodeRole.REPAIR_HEAD ? content : null);
    }

    /**
     * The content keys of a sender or receiver.
     *
     * @param before whether it may be given the epoch before the newest too, as long as the tree knows it
     * @throws IllegalArgumentException for a repair head, which never has any
     */
    public ContentBundle content(GroupPlan.Node node, ContentTree tree, boolean before) {
        if (node.role() == NodeRole.REPAIR_HEAD) {
            throw new IllegalArgumentException("a repair head is given no content keys");
        }
        List<ContentEpoch> epochs = before ? tree.epochs() : List.of(tree.epoch());
        return new ContentBundle(tree.gid(), plan.group(), epochs.getFirst().epoch(), epochs,
                List.of(plan.sender()), tree.grant(node.id()));
    }

    /** Erases what was made for a bundle alone; the rest is the authority's. */
    public static void forget(TransportBundle bundle) {
        bundle.parents().forEach(parent -> parent.bindKey().destroy());
        if (bundle.rekey() != null) {
            bundle.rekey().destroy();
        }
    }

    /** Erases what was made for a bundle alone; the rest is the authority's. */
    public static void forget(ContentBundle bundle) {
        if (bundle.rekey() != null) {
            bundle.rekey().destroy();
        }
    }

    private boolean hasNewSecrets(GroupPlan.Node node, List<String> parents, TransportTree tree) {
        long newest = tree.sequence();
        return (node.role().isParent()
                && (tree.interiorVersion() == newest || tree.regionVersion(plan.regionOf(node.name())) == newest))
                || parents.stream().anyMatch(parent -> !plan.areApart(node, parent)
                        && tree.regionVersion(plan.regionOf(parent)) == newest);
    }

    private OwnRegion ownRegion(String name, TransportTree tree) {
        int region = plan.regionOf(name);
        return new OwnRegion(region, plan.mayHaveLeaves(name), tree.regionSecret(region), tree.bindMaster(region));
    }

    private ParentSecrets parentSecrets(String parent, GroupPlan.Node child, TransportTree tree) {
        OwnRegion region = ownRegion(parent, tree);
        int parentId = plan.node(parent).id();
        BindKey bindKey = new BindKey();
        schedule.bindKey(region.bindMaster(), parentId, child.id(), bindKey);
        return new ParentSecrets(parentId, region.id(), region.hasLeaves(),
                plan.areApart(child, parent) ? null : region.secret(), bindKey);
    }
}
