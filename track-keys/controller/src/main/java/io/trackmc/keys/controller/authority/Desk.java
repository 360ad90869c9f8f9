package io.trackmc.keys.controller.authority;

import io.trackmc.keys.controller.deploy.GroupPlan;
import io.trackmc.keys.controller.log.LogEntry;
import io.trackmc.keys.controller.pki.AdmissionException;
import io.trackmc.keys.controller.pki.Identity;
import io.trackmc.keys.controller.pki.NodeCertificate;
import io.trackmc.keys.controller.tree.AuthorityTree;
import io.trackmc.keys.transport.file.KeyFileException;
import io.trackmc.keys.transport.registration.Answer;
import io.trackmc.keys.transport.registration.Ask;
import io.trackmc.keys.transport.registration.Frames;
import io.trackmc.keys.transport.registration.MalformedMessageException;
import io.trackmc.keys.transport.registration.RefusalReason;
import io.trackmc.net.tls.Reply;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where questions are answered. Questions are taken one after another, and {@link #finish} writes down what came of all of them with one
 * force of the log; only then is anything answered. Not thread-safe.
 *
 * <p>Who asks is looked up in {@link Roster}, Join is answered by {@link Admissions}, and what waits to be written down is {@link Decisions}.
 */
final class Desk {

    private final Roster roster;
    private final Door door;
    private final PolicyKeeper policy;
    private final RekeyOffice office;
    private final Admissions admissions;
    private final Decisions decisions;
    private final List<Reply> asked = new ArrayList<>();
    private @Nullable KeyFileException unwritten;
    private long requests;

    /** @param decisions what came of this turn's questions, those to join among them */
    Desk(Roster roster, Door door, PolicyKeeper policy, RekeyOffice office, Admissions admissions,
            Decisions decisions) {
        this.roster = roster;
        this.door = door;
        this.policy = policy;
        this.office = office;
        this.admissions = admissions;
        this.decisions = decisions;
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
            if (!ask.group().equals(roster.plan().group())) {
                throw new RefusedException(RefusalReason.UNKNOWN_GROUP, ask.group());
            }
            List<NodeCertificate> chain = Door.chain(shown);
            Identity identity = ask instanceof Ask.Join ? door.identifyMember(chain, now) : door.identify(chain, now);
            Visitor visitor = new Visitor(shown.getFirst(), chain, identity, reply, now, nowMs);
            answer(ask, visitor);
        } catch (MalformedMessageException e) {
            decisions.refuse(reply, who, new RefusedException(RefusalReason.MALFORMED, String.valueOf(e.getMessage())));
        } catch (AdmissionException e) {
            decisions.refuse(reply, who, RefusedException.of(e));
        } catch (RefusedException e) {
            decisions.refuse(reply, who, e);
        } catch (KeyFileException e) {
            // A larger plan came to light and could not be written down: as with anything else of which that is so.
            unwritten = e;
        }
    }

    /** Writes down what came of all questions, and answers them; nothing of it when nothing is done any more. */
    void finish(long nowMs) {
        try {
            if (unwritten != null) {
                throw unwritten;
            }
            if (office.fault() != null) {
                asked.forEach(Decisions::answerNotDurable);
                return;
            }
            decisions.write(office::write);
            admissions.letIn(nowMs);
            decisions.tell();
        } catch (KeyFileException e) {
            office.fail(e);
            asked.forEach(Decisions::answerNotDurable);
        } catch (Error | RuntimeException e) {
            asked.forEach(Reply::end); // or their next questions would wait for ever
            throw e;
        } finally {
            unwritten = null;
            asked.clear();
            decisions.clear();
            admissions.clear();
        }
    }

    /** Gives members whom a rekey has let in their bundles. */
    void give(List<Admissions.Joining> members) {
        admissions.give(members);
    }

    private void answer(Ask ask, Visitor visitor) {
        switch (ask) {
            case Ask.Join join -> admissions.join(join, visitor);
            case Ask.Leave _ -> leave(visitor);
            case Ask.Status _ -> status(visitor);
            case Ask.Feed feed -> feed(feed, visitor);
            case Ask.Progress progress -> progress(progress, visitor);
            case Ask.Expel expel -> expel(expel, visitor);
        }
    }

    private void leave(Visitor visitor) {
        GroupPlan.Node node = roster.member(visitor.identity());
        LogEntry entry = new LogEntry.Left(Integer.toUnsignedLong(node.id()));
        decisions.record(entry);
        admissions.turnAway(node, RefusalReason.NOT_A_MEMBER);
        office.leave(node.id(), entry, visitor.nowMs());
        done(visitor);
    }

    private void status(Visitor visitor) {
        roster.member(visitor.identity());
        AuthorityTree tree = office.tree();
        Answer standing = new Answer.Standing(tree.size(), tree.sequence(), tree.epochNumber(),
                office.converged(), requests);
        decisions.answer(() -> visitor.reply().send(Frames.encode(standing)));
    }

    private void feed(Ask.Feed ask, Visitor visitor) {
        roster.requireSender(visitor.identity());
        if (!office.reachesBackTo(ask.after())) {
            throw new RefusedException(RefusalReason.TOO_OLD,
                    "rekeys from " + (ask.after() + 1) + " are not kept any more");
        }
        decisions.answer(() -> office.feed(visitor.reply(), ask.after()));
    }

    private void progress(Ask.Progress ask, Visitor visitor) {
        roster.requireSender(visitor.identity());
        decisions.record(office.told(ask.installed(), ask.active()));
        done(visitor);
    }

    private void expel(Ask.Expel ask, Visitor visitor) {
        if (!policy.current().token().mayExpel(visitor.identity())) {
            throw new RefusedException(RefusalReason.POLICY, visitor.identity().name() + " may not expel");
        }
        expel(ask.node(), ask.reason().isEmpty() ? "no reason given" : ask.reason(), visitor.nowMs(),
                () -> visitor.reply().send(Frames.encode(new Answer.Done())),
                () -> Decisions.answerNotDurable(visitor.reply()));
    }

    /**
     * Expels a node of the plan.
     *
     * @param done called when the rekey is on its way, or at once when there is nothing to rekey
     * @param undone called when it could not be written down
     * @throws RefusedException when there is no such node
     */
    void expel(String name, String reason, long nowMs, Runnable done, Runnable undone) {
        GroupPlan.Node node = roster.plan().find(name);
        if (node == null) {
            throw new RefusedException(RefusalReason.NOT_A_MEMBER, name + ": no such node in the plan of the group");
        }
        if (office.book().standing(node.id()) != MemberBook.Standing.EXPELLED) {
            LogEntry entry = new LogEntry.Expelled(Integer.toUnsignedLong(node.id()), reason);
            decisions.record(entry);
            admissions.turnAway(node, RefusalReason.EXPELLED);
            office.expel(node.id(), entry, nowMs);
        }
        if (office.pending().isExpelling(node.id())) {
            office.whenRekeyed(done, undone);
        } else {
            decisions.answer(done);
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
        GroupPlan.Node node = roster.plan().find(head);
        if (node == null || node.region() == null) {
            throw new RefusedException(RefusalReason.NOT_A_MEMBER, head + ": heads no region in the plan of the group");
        }
        office.compromise(node.region(), nowMs);
        office.whenRekeyed(done, undone);
    }

    private void done(Visitor visitor) {
        decisions.answer(() -> visitor.reply().send(Frames.encode(new Answer.Done())));
    }
}
