package io.trackmc.keys.controller.authority;

import io.trackmc.keys.controller.log.LogEntry;
import io.trackmc.keys.controller.tree.AuthorityTree;
import io.trackmc.keys.controller.tree.Place;
import io.trackmc.keys.controller.tree.Rekey;
import io.trackmc.keys.controller.tree.RekeyReason;
import io.trackmc.keys.controller.tree.RekeyTerms;
import io.trackmc.keys.transport.registration.RefusalReason;
import io.trackmc.net.tls.Reply;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the keys of a group and changes them when it is time. Of a rekey first its record reaches the disk, then what the log says of it,
 * then its bytes, and then it goes to whoever feeds it to the group; wherever that is cut off, it goes on from there when the
 * authority is opened again. Not thread-safe.
 */
final class RekeyOffice {

    /** Newcomers that may wait for a rekey at once, and askers that wait for an expulsion. */
    static final int MAX_WAITING = 4096;

    private final DurableKeys keys;
    private final RekeyJournal journal;
    private final MemberBook book;
    private final PendingEvents pending;
    private final RekeyPacer pacer;
    private final Consumer<List<LogEntry>> log;
    private final Function<RekeyReason, RekeyTerms> terms;
    private final ConvergenceWatch convergence;
    private final RekeyFeeds feeds;
    private final List<Admissions.Joining> waiting = new ArrayList<>();
    private final List<Runnable> whenRekeyed = new ArrayList<>();
    private final List<Runnable> whenFailed = new ArrayList<>();
    private final Set<Integer> newcomers = new HashSet<>();
    private long epochBeforeUntilMs;
    private long active;
    private @Nullable String fault;

    /**
     * With what was opened.
     *
     * @param log writes entries down; returns when they are on the disk
     * @param terms of the next rekey
     * @param convergence has read the log
     */
    RekeyOffice(DurableKeys keys, RekeyJournal journal, MemberBook book, PendingEvents pending, RekeyPacer pacer,
            Consumer<List<LogEntry>> log, Function<RekeyReason, RekeyTerms> terms, ConvergenceWatch convergence) {
        this.keys = keys;
        this.journal = journal;
        this.book = book;
        this.pending = pending;
        this.pacer = pacer;
        this.log = log;
        this.terms = terms;
        this.convergence = convergence;
        feeds = new RekeyFeeds(journal);
    }

    /** How others have the authority's one thread do something. */
    void useThread(Consumer<Runnable> thread) {
        feeds.useThread(thread);
    }

    AuthorityTree tree() {
        return keys.tree();
    }

    MemberBook book() {
        return book;
    }

    PendingEvents pending() {
        return pending;
    }

    int feeds() {
        return feeds.count();
    }

    long active() {
        return active;
    }

    /** Why nothing is done any more until the authority is opened again; null when all is well. */
    @Nullable
    String fault() {
        return fault;
    }

    /** Something could not be written: nobody knows what is on the disk. */
    void fail(RuntimeException failure) {
        fault = String.valueOf(failure.getMessage());
        waiting.forEach(joining -> Decisions.answerNotDurable(joining.reply()));
        waiting.clear();
        whenFailed.forEach(Runnable::run);
        whenFailed.clear();
        whenRekeyed.clear();
    }

    void requireDurable() {
        if (fault != null) {
            throw new RefusedException(RefusalReason.NOT_DURABLE, fault);
        }
    }

    void write(List<LogEntry> entries) {
        log.accept(List.copyOf(entries));
    }

    /** Admits members without a rekey; the log has them already. */
    void admit(List<Place> places, long nowMs) {
        keys.admit(places);
        keys.writeStateWhenDue();
        for (Place place : places) {
            expectDeparture(place.member());
        }
        remember(nowMs);
    }

    /** Has those wait for the next rekey of whom the log says something that the keys do not know yet. */
    void expect(Function<Integer, @Nullable Place> places, long nowMs) {
        book.forEach(MemberBook.Standing.IN, id -> {
            Place place = places.apply(id);
            if (place != null && !keys.tree().contains(id)) {
                pending.join(place);
            }
        });
        book.forEach(MemberBook.Standing.LEFT, this::expectDeparture);
        book.forEach(MemberBook.Standing.EXPELLED, this::expectDeparture);
        remember(nowMs);
    }

    /** Has a newcomer wait for the rekey that lets it in. */
    void join(Admissions.Joining joining, Place place, long nowMs) {
        await(joining);
        pending.join(place);
        pacer.event(nowMs);
    }

    /** Has a newcomer wait that is expected already. */
    void await(Admissions.Joining joining) {
        waiting.removeIf(other -> !other.reply().isOpen());
        if (waiting.size() >= MAX_WAITING) {
            throw new RefusedException(RefusalReason.NOT_DURABLE, "too many wait for a rekey: come again");
        }
        waiting.add(joining);
    }

    /** Those who wait for the rekey that lets a member in, and wait no longer. */
    List<Admissions.Joining> stopWaiting(int member) {
        List<Admissions.Joining> gone = waiting.stream().filter(joining -> joining.node().id() == member).toList();
        waiting.removeAll(gone);
        return gone;
    }

    void leave(int member, LogEntry entry, long nowMs) {
        book.accept(entry);
        if (!pending.cancelJoin(member) && keys.tree().contains(member)) {
            pending.leave(member);
            pacer.event(nowMs);
        }
    }

    void expel(int member, LogEntry entry, long nowMs) {
        book.accept(entry);
        if (!pending.cancelJoin(member) && keys.tree().contains(member)) {
            pending.expel(member);
            pacer.urgentEvent(nowMs);
        }
    }

    void compromise(int region, long nowMs) {
        pending.compromise(region);
        pacer.urgentEvent(nowMs);
    }

    void whenRekeyed(Runnable done, Runnable undone) {
        if (whenRekeyed.size() >= MAX_WAITING) {
            throw new RefusedException(RefusalReason.NOT_DURABLE, "too many wait for a rekey: come again");
        }
        whenRekeyed.add(done);
        whenFailed.add(undone);
    }

    long converged() {
        return convergence.converged();
    }

    /**
     * The sender tells how far the group is; more than there is, is not believed.
     *
     * @return what the log is to say
     */
    List<LogEntry> told(long installed, long used) {
        long newest = keys.tree().epochNumber();
        long epoch = Math.min(used, newest);
        active = Math.max(active, epoch);
        pacer.active(epoch);
        if (active >= newest) {
            forgetEpochBefore();
        }
        return convergence.told(Math.min(installed, newest), epoch);
    }

    /**
     * Whether a member may be given the epoch before the newest: the group still uses that, as the sender has said, and this one was a member then, or
     * such that need no rekey to come.
     */
    boolean mayHaveEpochBefore(int member) {
        AuthorityTree tree = keys.tree();
        return tree.hasEpochBefore() && active == tree.epochNumber() - 1 && !newcomers.contains(member);
    }

    /**
     * Forgets the epoch before the newest when nobody can use it any more.
     *
     * @return what the log is to say
     */
    List<LogEntry> look(long nowMs) {
        if (keys.tree().hasEpochBefore() && nowMs >= epochBeforeUntilMs) {
            forgetEpochBefore();
        }
        return convergence.look(nowMs);
    }

    private void forgetEpochBefore() {
        keys.tree().forgetEpochBefore();
        newcomers.clear();
    }

    boolean reachesBackTo(long rekey) {
        return journal.reachesBackTo(rekey);
    }

    /** Sends all rekeys after a number, and each that is made from now on. */
    void feed(Reply reply, long after) {
        feeds.add(reply, after);
    }

    /** When something is to be done at the latest, or {@link RekeyPacer#NEVER}. */
    long dueMs() {
        return fault == null ? pacer.dueMs() : RekeyPacer.NEVER;
    }

    /**
     * Makes the rekey that is due, if one is.
     *
     * @return members who can be given their bundles now
     */
    List<Admissions.Joining> rekeyWhenDue(long nowMs) {
        if (fault != null || !pacer.isDue(nowMs)) {
            return List.of();
        }
        if (pending.wouldEmpty(keys.tree().size())) {
            // There is nobody to whom new keys could be given; the next who comes gets them, and those who go never do.
            pacer.putOff(nowMs);
            answerUrgent();
            return List.of();
        }
        List<Integer> joining = pending.joining();
        DurableKeys.Made made = keys.rekey(pending, terms.apply(reason()));
        newcomers.clear();
        joining.stream().filter(keys.tree()::contains).forEach(newcomers::add);
        epochBeforeUntilMs = nowMs + pacer.patienceMs();
        List<LogEntry> entries = new ArrayList<>(
                convergence.made(keys.tree().epochNumber(), epochBeforeUntilMs));
        entries.addAll(made.trace().entries());
        write(entries);
        publish(made.rekey());
        pacer.made(nowMs, keys.tree().epochNumber());
        if (!pending.isEmpty()) {
            remember(nowMs);
        }
        List<Admissions.Joining> ready = waiting.stream().filter(j -> keys.tree().contains(j.node().id())).toList();
        waiting.removeAll(ready);
        if (!pending.hasUrgent()) {
            answerUrgent();
        }
        keys.writeStateWhenDue();
        return ready;
    }

    /** Brings the log and the files of rekeys to where the keys are. */
    void catchUp(List<LogEntry> missing) {
        if (!missing.isEmpty()) {
            write(missing);
            missing.forEach(convergence::accept);
        }
        DurableKeys.Made last = keys.last();
        if (last != null && journal.newest() < last.rekey().sequence()) {
            keep(last.rekey());
        }
        keys.writeStateWhenDue();
        keys.tree().forgetEpochBefore();
    }

    private void expectDeparture(int member) {
        MemberBook.Standing standing = book.standing(member);
        if (standing == MemberBook.Standing.IN || !keys.tree().contains(member)) {
            return;
        }
        if (standing == MemberBook.Standing.EXPELLED) {
            pending.expel(member);
        } else {
            pending.leave(member);
        }
    }

    /** Whoever waits is an event that the pacer has not heard of. */
    private void remember(long nowMs) {
        if (pending.hasUrgent()) {
            pacer.urgentEvent(nowMs);
        } else if (!pending.isEmpty()) {
            pacer.event(nowMs);
        }
    }

    void close() {
        waiting.forEach(joining -> Decisions.answerNotDurable(joining.reply()));
        whenFailed.forEach(Runnable::run);
        if (fault == null) {
            keys.close();
        } else {
            keys.abandon();
        }
    }

    private RekeyReason reason() {
        if (pending.hasCompromised()) {
            return RekeyReason.COMPROMISE;
        }
        if (pending.hasExpelled()) {
            return RekeyReason.EXPULSION;
        }
        return pending.isEmpty() ? RekeyReason.SCHEDULED : RekeyReason.MEMBERSHIP;
    }

    private void publish(Rekey rekey) {
        keep(rekey);
        feeds.sendAll();
    }

    private void keep(Rekey rekey) {
        journal.add(rekey.sequence(), rekey.chunkCount() + 1, part -> inner(rekey, part));
    }

    private void answerUrgent() {
        whenRekeyed.forEach(Runnable::run);
        whenRekeyed.clear();
        whenFailed.clear();
    }

    private static byte[] inner(Rekey rekey, int part) {
        return part == 0 ? rekey.header() : rekey.chunk(part);
    }
}
