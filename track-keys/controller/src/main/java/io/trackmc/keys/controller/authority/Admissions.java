package io.trackmc.keys.controller.authority;

import io.trackmc.keys.controller.deploy.GroupPlan;
import io.trackmc.keys.controller.log.LogEntry;
import io.trackmc.keys.controller.pki.Identity;
import io.trackmc.keys.controller.pki.NodeCertificate;
import io.trackmc.keys.controller.tree.AuthorityTree;
import io.trackmc.keys.transport.file.KeyFileException;
import io.trackmc.keys.transport.registration.Answer;
import io.trackmc.keys.transport.registration.Ask;
import io.trackmc.keys.transport.registration.Blob;
import io.trackmc.keys.transport.registration.Frames;
import io.trackmc.keys.transport.registration.RefusalReason;
import io.trackmc.net.tls.Reply;
import io.trackmc.proto.protect.KeyLayer;
import java.util.ArrayList;
import java.util.List;

/**
 * Answers Join: decides who becomes a member, or is one and asks again, and gives it its bundle, at once or when a rekey has let it in (docs/keys.md §4). What is released or refused
 * is written down before anything leaves. Not thread-safe.
 */
final class Admissions {

    private final KeyLayer layer;
    private final Roster roster;
    private final Door door;
    private final RuleKeeper rule;
    private final PolicyKeeper policy;
    private final MemberBundles bundles;
    private final RekeyOffice office;
    private final ReleaseLimit releases;
    private final Decisions decisions;
    private final List<Joining> admitted = new ArrayList<>();

    /** A member that waits for its bundle. */
    record Joining(GroupPlan.Node node, Identity identity, Blob hpkeKey, Reply reply) {}

    /** @param decisions what came of this turn's questions */
    Admissions(KeyLayer layer, Roster roster, Door door, RuleKeeper rule, PolicyKeeper policy, MemberBundles bundles,
            RekeyOffice office, ReleaseLimit releases, Decisions decisions) {
        this.layer = layer;
        this.roster = roster;
        this.door = door;
        this.rule = rule;
        this.policy = policy;
        this.bundles = bundles;
        this.office = office;
        this.releases = releases;
        this.decisions = decisions;
    }

    /**
     * Somebody wants to be a member, or to have its keys again.
     *
     * @throws RefusedException when it may not
     */
    void join(Ask.Join ask, Visitor visitor) {
        if ((layer == KeyLayer.CONTENT) != (ask.hpkeKey().length() > 0)) {
            throw new RefusedException(RefusalReason.MALFORMED,
                    "hpkeKey: allowed: one for content keys, none for transport keys");
        }
        GroupPlan.Node node = roster.node(visitor.identity());
        Joining joining = new Joining(node, visitor.identity(), ask.hpkeKey(), visitor.reply());
        MemberBook.Standing standing = office.book().standing(node.id());
        if (standing == MemberBook.Standing.EXPELLED) {
            throw new RefusedException(RefusalReason.EXPELLED, node.name());
        }
        AuthorityTree tree = office.tree();
        NodeCertificate certificate = visitor.identity().certificate();
        boolean known = standing == MemberBook.Standing.IN && office.book().isAdmitted(node.id(), certificate);
        boolean hasLeaf = tree.contains(node.id());
        boolean comes = !known || (!hasLeaf && !office.pending().isJoining(node.id()));
        if (comes) {
            requireAdmissible(node, visitor);
        }
        rule.check(new Applicant(layer, roster.plan().group(), node.name(), node.role(), visitor.identity().operator(),
                known, visitor.shown()), visitor.nowMs());
        if (comes) {
            admit(joining, visitor, hasLeaf);
        } else if (hasLeaf) {
            count(node, visitor);
            registerAgain(joining);
        } else {
            office.await(joining);
        }
    }

    /** A node leaves or is expelled: whoever was admitted under its name is no member any more before anything was given. */
    void turnAway(GroupPlan.Node node, RefusalReason reason) {
        List<Joining> gone = new ArrayList<>(office.stopWaiting(node.id()));
        admitted.stream().filter(joining -> joining.node().id() == node.id()).forEach(gone::add);
        admitted.removeAll(gone);
        gone.forEach(joining -> refuse(joining, new RefusedException(reason, node.name()), decisions));
    }

    /** Lets those in who need no rekey for that, and gives them their bundles; the log has them already. */
    void letIn(long nowMs) {
        if (!admitted.isEmpty()) {
            office.admit(admitted.stream().map(Joining::node).distinct().map(roster.plan()::place).toList(), nowMs);
            give(admitted);
        }
    }

    /** Forgets whom this turn has let in. */
    void clear() {
        admitted.clear();
    }

    /** Gives members who have places their bundles; what is released or refused is written down before anything leaves. */
    void give(List<Joining> members) {
        Decisions given = decisions.apart();
        members.stream().filter(joining -> joining.reply().isOpen()).forEach(joining -> give(joining, given));
        try {
            given.write(office::write);
        } catch (KeyFileException e) {
            members.forEach(joining -> Decisions.answerNotDurable(joining.reply()));
            throw e;
        }
        given.tell();
    }

    private void give(Joining joining, Decisions decided) {
        try {
            MemberBundles.Given given = bundles.of(joining.node(), joining.identity(), joining.hpkeKey(),
                    office.tree(), office.mayHaveEpochBefore(joining.node().id()));
            byte[] answer = Frames.encode(new Answer.Joined(Blob.of(given.bytes())));
            decided.record(new LogEntry.Release(Integer.toUnsignedLong(joining.node().id()),
                    joining.identity().certificate().sha256(), given.how(), given.names()));
            decided.answer(() -> joining.reply().sendLast(answer));
        } catch (RefusedException e) {
            refuse(joining, e, decided);
        } catch (IllegalArgumentException e) {
            // All its parents were expelled, for example: that is this member's trouble and not the group's.
            refuse(joining, new RefusedException(RefusalReason.POLICY, "no keys by the plan: " + e.getMessage()),
                    decided);
        }
    }

    /** Counted is who would be given keys, so that nobody else uses up what a member may have. */
    private void count(GroupPlan.Node node, Visitor visitor) {
        if (!releases.take(node.id(), visitor.nowMs())) {
            throw new RefusedException(RefusalReason.TOO_OFTEN,
                    node.name() + ": has asked too often in a minute");
        }
    }

    /** The same leaf, and the keys above it as they are now. */
    private void registerAgain(Joining joining) {
        give(joining, decisions);
    }

    private void requireAdmissible(GroupPlan.Node node, Visitor visitor) {
        NodeCertificate certificate = visitor.identity().certificate();
        MemberBook.Standing standing = office.book().standing(node.id());
        if (standing == MemberBook.Standing.IN && !office.book().hasKey(node.id(), certificate)) {
            throw new RefusedException(RefusalReason.BAD_CERTIFICATE,
                    node.name() + " is a member by a certificate for another key");
        }
        if (standing == null && !roster.wasAddedWith(node, certificate)) {
            throw new RefusedException(RefusalReason.BAD_CERTIFICATE, node.name() + " was added with another");
        }
        door.checkNewcomer(visitor.chain(), visitor.identity(), policy.current().token(), visitor.now());
    }

    private void admit(Joining joining, Visitor visitor, boolean hasLeaf) {
        GroupPlan.Node node = joining.node();
        NodeCertificate certificate = visitor.identity().certificate();
        count(node, visitor);
        LogEntry entry = new LogEntry.MemberAdmitted(Integer.toUnsignedLong(node.id()), node.name(),
                node.role().text(), visitor.identity().operator(), certificate.sha256(), certificate.keySha256(),
                List.of());
        decisions.record(entry);
        office.book().accept(entry);
        if (hasLeaf) {
            office.pending().cancelLeave(node.id());
            registerAgain(joining);
        } else if (policy.current().token().rekey().backwardSecrecy()) {
            office.join(joining, roster.plan().place(node), visitor.nowMs());
        } else {
            admitted.add(joining);
        }
    }

    private static void refuse(Joining joining, RefusedException refused, Decisions decided) {
        decided.refuse(joining.reply(), joining.identity().certificate().toString(), refused);
    }
}
