package io.trackmc.keys.controller.authority;

import io.trackmc.keys.controller.deploy.GroupPlan;
import io.trackmc.keys.controller.log.LogEntry;
import io.trackmc.keys.controller.pki.AdmissionException;
import io.trackmc.keys.controller.pki.Identity;
import io.trackmc.keys.controller.pki.NodeCertificate;
import io.trackmc.keys.controller.tree.AuthorityTree;
import io.trackmc.keys.transport.bundle.NodeRole;
import io.trackmc.keys.transport.file.KeyFileException;
import io.trackmc.keys.transport.identity.RoleOid;
import io.trackmc.keys.transport.registration.Answer;
import io.trackmc.keys.transport.registration.Ask;
import io.trackmc.keys.transport.registration.Blob;
import io.trackmc.keys.transport.registration.Frames;
import io.trackmc.keys.transport.registration.MalformedMessageException;
import io.trackmc.keys.transport.registration.RefusalReason;
import io.trackmc.net.tls.Reply;
import io.trackmc.proto.protect.KeyLayer;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where questions are answered. Questions are taken one after another, and {@link #finish} writes down what came of all of them with one
 * force of the log; only then is anything answered. Not thread-safe.
 */
final class Desk {

    private final KeyLayer layer;
    private final PlanKeeper plans;
    private final Runnable lookForPlan;
    private final Door door;
    private final RuleKeeper rule;
    private final PolicyKeeper policy;
    private final MemberBundles bundles;
    private final RekeyOffice office;
    private final RefusalAudit refusals;
    private final ReleaseLimit releases;
    private final List<LogEntry> entries = new ArrayList<>();
    private final List<Runnable> answers = new ArrayList<>();
    private final List<Joining> admitted = new ArrayList<>();
    private final List<Reply> asked = new ArrayList<>();
    private @Nullable KeyFileException unwritten;
    private long requests;

    /** A member that waits for its bundle. */
    record Joining(GroupPlan.Node node, Identity identity, Blob hpkeKey, Reply reply) {}

    /** @param lookForPlan looks whether a larger plan is offered */
    Desk(KeyLayer layer, PlanKeeper plans, Runnable lookForPlan, Door door, RuleKeeper rule,
            PolicyKeeper policy, MemberBundles bundles, RekeyOffice office, RefusalAudit refusals,
            ReleaseLimit releases) {
        this.layer = layer;
        this.plans = plans;
        this.lookForPlan = lookForPlan;
        this.door = door;
        this.rule = rule;
        this.policy = policy;
        this.bundles = bundles;
        this.office = office;
        this.refusals = refusals;
        this.releases = releases;
    }

    /** Questions that came. */
    long requests() {
        return requests;
    }

    /** Takes a question. */
    void take(List<X509Certificate> shown, byte[] frame, Reply reply, Instant now, long nowMs) {
        requests++;
        asked.add(reply);
        String who = shown.getFirst().getSubjectX500Principal().getName();
        try {
            office.requireDurable();
            Ask ask = Frames.ask(frame);
            if (!ask.group().equals(plan().group())) {
                throw new RefusedException(RefusalReason.UNKNOWN_GROUP, ask.group());
            }
            List<NodeCertificate> chain = Door.chain(shown);
            Identity identity = ask instanceof Ask.Join ? door.identifyMember(chain, now) : door.identify(chain, now);
            Visitor visitor = new Visitor(shown.getFirst(), chain, identity, reply, now, nowMs);
            answer(ask, visitor);
        } catch (MalformedMessageException e) {
            refuse(reply, who, new RefusedException(RefusalReason.MALFORMED, String.valueOf(e.getMessage())));
        } catch (AdmissionException e) {
            refuse(reply, who, RefusedException.of(e));
        } catch (RefusedException e) {
            refuse(reply, who, e);
        } catch (KeyFileException e) {
            // A larger plan came to light and could not be written down: as with anything else of which that is so.
            unwritten = e;
        }
    }

    /** Somebody asks, whose certificate is true. */
    private record Visitor(X509Certificate shown, List<NodeCertificate> chain, Identity identity, Reply reply,
            Instant now, long nowMs) {}

    /** Writes down what came of all questions, and answers them; nothing of it when nothing is done any more. */
    void finish(long nowMs) {
        try {
            if (unwritten != null) {
                throw unwritten;
            }
            if (office.fault() != null) {
                asked.forEach(Desk::answerNotDurable);
                return;
            }
            if (!entries.isEmpty()) {
                office.write(entries);
            }
            if (!admitted.isEmpty()) {
                office.admit(admitted.stream().map(Joining::node).distinct().map(plan()::place).toList(), nowMs);
                give(admitted);
            }
            answers.forEach(Runnable::run);
        } catch (KeyFileException e) {
            office.fail(e);
            asked.forEach(Desk::answerNotDurable);
        } catch (Error | RuntimeException e) {
            asked.forEach(Reply::end); // or their next questions would wait for ever
            throw e;
        } finally {
            unwritten = null;
            asked.clear();
            entries.clear();
            answers.clear();
            admitted.clear();
        }
    }

    /** Gives members who have places their bundles; what is released or refused is written down before anything leaves. */
    void give(List<Joining> members) {
        List<LogEntry> decided = new ArrayList<>();
        List<Runnable> sends = new ArrayList<>();
        members.stream().filter(joining -> joining.reply().isOpen())
                .forEach(joining -> give(joining, decided, sends));
        try {
            if (!decided.isEmpty()) {
                office.write(decided);
            }
        } catch (KeyFileException e) {
            members.forEach(joining -> answerNotDurable(joining.reply()));
            throw e;
        }
        sends.forEach(Runnable::run);
    }

    private void give(Joining joining, List<LogEntry> decided, List<Runnable> sends) {
        try {
            MemberBundles.Given given = bundles.of(joining.node(), joining.identity(), joining.hpkeKey(),
                    office.tree(), office.mayHaveEpochBefore(joining.node().id()));
            byte[] answer = Frames.encode(new Answer.Joined(Blob.of(given.bytes())));
            decided.add(new LogEntry.Release(Integer.toUnsignedLong(joining.node().id()),
                    joining.identity().certificate().sha256(), given.how(), given.names()));
            sends.add(() -> joining.reply().sendLast(answer));
        } catch (RefusedException e) {
            refuse(joining, e, decided, sends);
        } catch (IllegalArgumentException e) {
            // All its parents were expelled, for example: that is this member's trouble and not the group's.
            refuse(joining, new RefusedException(RefusalReason.POLICY, "no keys by the plan: " + e.getMessage()),
                    decided, sends);
        }
    }

    private void answer(Ask ask, Visitor visitor) {
        switch (ask) {
            case Ask.Join join -> join(join, visitor);
            case Ask.Leave _ -> leave(visitor);
            case Ask.Status _ -> status(visitor);
            case Ask.Feed feed -> feed(feed, visitor);
            case Ask.Progress progress -> progress(progress, visitor);
            case Ask.Expel expel -> expel(expel, visitor);
        }
    }

    private void join(Ask.Join ask, Visitor visitor) {
        if ((layer == KeyLayer.CONTENT) != (ask.hpkeKey().length() > 0)) {
            throw new RefusedException(RefusalReason.MALFORMED,
                    "hpkeKey: allowed: one for content keys, none for transport keys");
        }
        GroupPlan.Node node = planned(visitor.identity());
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
        rule.check(new Applicant(layer, plan().group(), node.name(), node.role(), visitor.identity().operator(), known,
                visitor.shown()), visitor.nowMs());
        if (comes) {
            admit(joining, visitor, hasLeaf);
        } else if (hasLeaf) {
            count(node, visitor);
            registerAgain(joining);
        } else {
            office.await(joining);
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
        give(joining, entries, answers);
    }

    private void requireAdmissible(GroupPlan.Node node, Visitor visitor) {
        NodeCertificate certificate = visitor.identity().certificate();
        MemberBook.Standing standing = office.book().standing(node.id());
        if (standing == MemberBook.Standing.IN && !office.book().hasKey(node.id(), certificate)) {
            throw new RefusedException(RefusalReason.BAD_CERTIFICATE,
                    node.name() + " is a member by a certificate for another key");
        }
        String added = plans.file().issued().getOrDefault(node.name(), certificate.sha256());
        if (standing == null && !added.equals(certificate.sha256())) {
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
        entries.add(entry);
        office.book().accept(entry);
        if (hasLeaf) {
            office.pending().cancelLeave(node.id());
            registerAgain(joining);
        } else if (policy.current().token().rekey().backwardSecrecy()) {
            office.join(joining, plan().place(node), visitor.nowMs());
        } else {
            admitted.add(joining);
        }
    }

    private void leave(Visitor visitor) {
        GroupPlan.Node node = planned(visitor.identity());
        requireMember(node);
        LogEntry entry = new LogEntry.Left(Integer.toUnsignedLong(node.id()));
        entries.add(entry);
        turnAway(node, RefusalReason.NOT_A_MEMBER);
        office.leave(node.id(), entry, visitor.nowMs());
        done(visitor);
    }

    /** Who was admitted, and is no member any more before anything was given. */
    private void turnAway(GroupPlan.Node node, RefusalReason reason) {
        List<Joining> gone = new ArrayList<>(office.stopWaiting(node.id()));
        admitted.stream().filter(joining -> joining.node().id() == node.id()).forEach(gone::add);
        admitted.removeAll(gone);
        gone.forEach(joining -> refuse(joining, new RefusedException(reason, node.name()), entries, answers));
    }

    private void status(Visitor visitor) {
        requireMember(planned(visitor.identity()));
        AuthorityTree tree = office.tree();
        Answer standing = new Answer.Standing(tree.size(), tree.sequence(), tree.epochNumber(),
                office.converged(), requests);
        answers.add(() -> visitor.reply().send(Frames.encode(standing)));
    }

    private void feed(Ask.Feed ask, Visitor visitor) {
        requireSender(visitor);
        if (!office.reachesBackTo(ask.after())) {
            throw new RefusedException(RefusalReason.TOO_OLD,
                    "rekeys from " + (ask.after() + 1) + " are not kept any more");
        }
        answers.add(() -> office.feed(visitor.reply(), ask.after()));
    }

    private void progress(Ask.Progress ask, Visitor visitor) {
        requireSender(visitor);
        entries.addAll(office.told(ask.installed(), ask.active()));
        done(visitor);
    }

    private void expel(Ask.Expel ask, Visitor visitor) {
        if (!policy.current().token().mayExpel(visitor.identity())) {
            throw new RefusedException(RefusalReason.POLICY, visitor.identity().name() + " may not expel");
        }
        expel(ask.node(), ask.reason().isEmpty() ? "no reason given" : ask.reason(), visitor.nowMs(),
                () -> visitor.reply().send(Frames.encode(new Answer.Done())),
                () -> answerNotDurable(visitor.reply()));
    }

    /**
     * Expels a node of the plan.
     *
     * @param done called when the rekey is on its way, or at once when there is nothing to rekey
     * @param undone called when it could not be written down
     * @throws RefusedException when there is no such node
     */
    void expel(String name, String reason, long nowMs, Runnable done, Runnable undone) {
        GroupPlan.Node node = plan().find(name);
        if (node == null) {
            throw new RefusedException(RefusalReason.NOT_A_MEMBER, name + ": no such node in the plan of the group");
        }
        if (office.book().standing(node.id()) != MemberBook.Standing.EXPELLED) {
            LogEntry entry = new LogEntry.Expelled(Integer.toUnsignedLong(node.id()), reason);
            entries.add(entry);
            turnAway(node, RefusalReason.EXPELLED);
            office.expel(node.id(), entry, nowMs);
        }
        if (office.pending().isExpelling(node.id())) {
            office.whenRekeyed(done, undone);
        } else {
            answers.add(done);
        }
    }

    /**
     * Renews what the members of a region share.
     *
     * @param head name of the node that heads it
     * @param done called when the rekey is on its way
     * @param undone called when it could not be written down
     * @throws RefusedException when there is no such node
     */
    void compromised(String head, long nowMs, Runnable done, Runnable undone) {
        GroupPlan.Node node = plan().find(head);
        if (node == null || node.region() == null) {
            throw new RefusedException(RefusalReason.NOT_A_MEMBER, head + ": heads no region in the plan of the group");
        }
        office.compromise(node.region(), nowMs);
        office.whenRekeyed(done, undone);
    }

    private GroupPlan.Node planned(Identity identity) {
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

    private GroupPlan plan() {
        return plans.plan();
    }

    private void requireMember(GroupPlan.Node node) {
        MemberBook.Standing standing = office.book().standing(node.id());
        if (standing != MemberBook.Standing.IN) {
            throw new RefusedException(standing == MemberBook.Standing.EXPELLED ? RefusalReason.EXPELLED
                    : RefusalReason.NOT_A_MEMBER, node.name());
        }
    }

    private void requireSender(Visitor visitor) {
        GroupPlan.Node node = planned(visitor.identity());
        requireMember(node);
        if (node.role() != NodeRole.SENDER) {
            throw new RefusedException(RefusalReason.WRONG_ROLE, "only the sender is told of each rekey");
        }
    }

    private void done(Visitor visitor) {
        answers.add(() -> visitor.reply().send(Frames.encode(new Answer.Done())));
    }

    private void refuse(Joining joining, RefusedException refused, List<LogEntry> decided, List<Runnable> sends) {
        refuse(joining.reply(), joining.identity().certificate().toString(), refused, decided, sends);
    }

    private void refuse(Reply reply, String who, RefusedException refused) {
        refuse(reply, who, refused, entries, answers);
    }

    private void refuse(Reply reply, String who, RefusedException refused, List<LogEntry> decided,
            List<Runnable> sends) {
        decided.addAll(refusals.refused(who, refused.reason().text(), refused.detail()));
        sends.add(() -> reply.sendLast(Frames.encode(new Answer.Refused(refused.reason(), refused.detail()))));
    }

    static void answerNotDurable(Reply reply) {
        reply.sendLast(Frames.encode(
                new Answer.Refused(RefusalReason.NOT_DURABLE, "the authority cannot write down what it does")));
    }
}
