package io.trackmc.keys.controller.authority;

import io.trackmc.keys.controller.deploy.GroupPlan;
import io.trackmc.keys.controller.pki.Identity;
import io.trackmc.keys.controller.pki.NodeCertificate;
import io.trackmc.keys.transport.bundle.NodeRole;
import io.trackmc.keys.transport.identity.RoleOid;
import io.trackmc.keys.transport.registration.RefusalReason;
import io.trackmc.proto.protect.KeyLayer;
import org.jspecify.annotations.Nullable;

/** Who somebody is in the group of one layer, by the plan and by what the log says of members. Not thread-safe. */
final class Roster {

    private final KeyLayer layer;
    private final PlanKeeper plans;
    private final Runnable lookForPlan;
    private final MemberBook book;

    /** @param lookForPlan looks whether a larger plan is offered */
    Roster(KeyLayer layer, PlanKeeper plans, Runnable lookForPlan, MemberBook book) {
        this.layer = layer;
        this.plans = plans;
        this.lookForPlan = lookForPlan;
        this.book = book;
    }

    GroupPlan plan() {
        return plans.plan();
    }

    /**
     * The node that somebody is, whether it is a member or not.
     *
     * @throws RefusedException when it is none of this layer
     */
    GroupPlan.Node node(Identity identity) {
        GroupPlan.@Nullable Node node = plan().find(identity.name());
        if (node == null) {
            // It may have been added a moment ago.
            lookForPlan.run();
            node = plan().find(identity.name());
        }
        if (node == null) {
            throw new RefusedException(RefusalReason.NOT_A_MEMBER, identity.name() + ": not in the plan of the group");
        }
        if (RoleOid.of(node.role()) != identity.role()) {
            throw new RefusedException(RefusalReason.WRONG_ROLE, node.name() + " is a " + node.role().text()
                    + " in the plan, and a " + identity.role().text() + " by its certificate");
        }
        if (layer == KeyLayer.CONTENT && node.role() == NodeRole.REPAIR_HEAD) {
            throw new RefusedException(RefusalReason.WRONG_ROLE, node.name() + ": a repair head has no content keys");
        }
        return node;
    }

    /**
     * The member that somebody is.
     *
     * @throws RefusedException when it is none now
     */
    GroupPlan.Node member(Identity identity) {
        GroupPlan.Node node = node(identity);
        MemberBook.Standing standing = book.standing(node.id());
        if (standing != MemberBook.Standing.IN) {
            throw new RefusedException(standing == MemberBook.Standing.EXPELLED ? RefusalReason.EXPELLED
                    : RefusalReason.NOT_A_MEMBER, node.name());
        }
        return node;
    }

    /**
     * Somebody asks what only the sender may.
     *
     * @throws RefusedException when it is not the sender, or no member now
     */
    void requireSender(Identity identity) {
        if (member(identity).role() != NodeRole.SENDER) {
            throw new RefusedException(RefusalReason.WRONG_ROLE, "only the sender is told of each rekey");
        }
    }

    /** Whether a node was added to the plan with this certificate, or without saying which it has. */
    boolean wasAddedWith(GroupPlan.Node node, NodeCertificate certificate) {
        return plans.file().issued().getOrDefault(node.name(), certificate.sha256()).equals(certificate.sha256());
    }
}
