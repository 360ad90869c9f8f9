package io.trackmc.proto.tree;

import io.trackmc.proto.engine.Endpoint;
import io.trackmc.proto.engine.EngineEvent.ParentLoss;
import io.trackmc.proto.engine.EngineEvent.ParentLost;
import io.trackmc.proto.engine.EngineEvent.ParentRejected;
import io.trackmc.proto.engine.EventQueue;
import io.trackmc.proto.engine.Ingress;
import io.trackmc.proto.engine.Path;
import io.trackmc.proto.engine.Transmit;
import io.trackmc.proto.engine.TreeTiming;
import io.trackmc.proto.event.CounterId;
import io.trackmc.proto.event.Counters;
import io.trackmc.proto.event.DropReason;
import io.trackmc.proto.protect.HopKeys;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.time.Deadlines;
import io.trackmc.proto.wire.BindConfirmMessage;
import io.trackmc.proto.wire.BindRejectReason;
import io.trackmc.proto.wire.OuterHeader;
import io.trackmc.proto.wire.UnbindReason;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A child's side of binding: finds a parent, keeps watch over it, finds another when it is lost, and leaves.
 *
 * <pre>
 *   IDLE --start--> SEARCHING --address known--> BINDING --Confirm--> BOUND --leave--> UNBINDING --Confirm--> UNBOUND
 *                      ^   ^                       |  |                 |                   |
 *                      |   +---Reject, no answer---+  +--Pending: waits-+--silent, ejected  +--no answer--> UNBOUND
 *                      +------------------------------------------------+-------------------+ silent, if there are others
 * </pre>
 *
 * <p>A child that has counts to hand over, and other parents that it could hand them to, asks first whether this one is there, and
 * hands them over when it has heard that it is. Until then they are its own; from then on nobody knows whose they are until the parent
 * confirms, so no other parent gets them, or they would be counted twice.
 *
 * <p>The primary is preferred: until it has been silent for two advertising intervals after the start, backups are not
 * asked. After a loss the search begins with the candidate after the lost one. A request is repeated with doubling waits
 * (TRACK BB §4.1.2); one attempt at one candidate has one bind sequence, so answers to an earlier attempt are told apart.
 */
public final class BindClient {

    /** Answers "not yet" of one parent after which a better one is asked. */
    private static final int PATIENCE = 4;

    /** A parent that has been cut off from the sender for this part of an RH's silence is left for one that is not. */
    private static final int PARTS_OF_SILENCE = 4;

    private final HopKeys keys;
    private final TreeTiming timing;
    private final ParentFinder candidates;
    private final BindRequests requests;
    private final BindReplies replies;
    private final BindListener listener;
    private final EventQueue events;
    private final Counters counters;
    private final RandomGenerator random;

    private BindState state = BindState.IDLE;
    private @Nullable ParentBond bond;
    private int current;
    private int bindSequence;
    private int tries;
    private int pendings;
    private boolean sendDue;
    private boolean asksWhereHeard;
    private long deadlineNs = Deadlines.NONE;
    private long primaryGraceNs = Deadlines.NONE;
    private long askedNs;
    private boolean rejoin;
    private boolean asking;
    private long cutOffNs = Deadlines.NONE;
    private Incarnation finishedSource = Incarnation.ZERO;
    private Incarnation newestSource = Incarnation.ZERO;

    public BindClient(
            HopKeys keys,
            BindSettings settings,
            BindListener listener,
            EventQueue events,
            Counters counters,
            RandomGenerator random) {
        this.keys = keys;
        this.timing = settings.timing();
        this.candidates = new ParentFinder(keys, settings);
        this.requests = new BindRequests(keys, settings, listener);
        this.replies = new BindReplies(keys);
        this.listener = listener;
        this.events = events;
        this.counters = counters;
        this.random = random;
    }

    /** Begins the search for a parent. */
    public void start(long nowNs) {
        primaryGraceNs = Deadlines.after(nowNs, 2 * timing.advertiseNs());
        search(nowNs, 0, 0);
    }

    /** From now on a parent that is still in the session of {@code source}, or of an earlier run, is asked again later. */
    public void sessionFinished(Incarnation source) {
        finishedSource = source;
    }

    public BindState state() {
        return state;
    }

    /** The parent while BOUND or UNBINDING, else null. */
    public @Nullable ParentBond bond() {
        return bond;
    }

    /** The bond if the packet claims to come from this very run of the parent; else counts the drop and returns null. */
    public @Nullable ParentBond bondOf(Ingress packet) {
        ParentBond known = bond;
        if (known == null || packet.origin() != known.parent()) {
            packet.drop(DropReason.UNKNOWN_ORIGIN);
            return null;
        }
        if (packet.incarnation() != known.incarnation().high()) {
            packet.drop(DropReason.WRONG_INCARNATION);
            return null;
        }
        return known;
    }

    /** Handles Advertise: learns the address of a candidate. A hint, so it never ends a bond by itself. */
    public void onAdvertise(long nowNs, Path path, Ingress packet) {
        int index = candidates.onAdvertise(nowNs, path, packet);
        if (index == ParentFinder.NOBODY) {
            return;
        }
        suspectRestarted(nowNs, packet.origin(), packet.incarnation());
        if (state == BindState.SEARCHING && (index == 0 || !isWaitingForPrimary(nowNs)) && !isBackingOff(nowNs)) {
            ask(nowNs, index);
        }
    }

    /** Handles BindConfirm, BindReject and BindPending. */
    public void onBindReply(long nowNs, Path path, Ingress packet) {
        ParentBond known = bond;
        if (state == BindState.BOUND && known != null && packet.origin() == known.parent()) {
            onRefreshed(nowNs, known, path, packet);
            return;
        }
        if (state != BindState.BINDING || packet.origin() != candidates.id(current)) {
            packet.drop(DropReason.STALE);
            return;
        }
        Incarnation parent = replies.accept(packet, bindSequence);
        if (parent == null) {
            return;
        }
        switch (packet.type()) {
            case BIND_CONFIRM -> onConfirm(nowNs, parent, path, packet);
            case BIND_REJECT -> refused(nowNs, replies.reject().reason());
            default -> onPending(nowNs);
        }
    }

    /** Handles an EjectRequest that was verified under the pair key. */
    public void onEjected(long nowNs) {
        if (state == BindState.BOUND) {
            lose(nowNs, ParentLoss.EJECTED);
        }
    }

    /** Leaves this parent because this node lies on the parent's own path to the sender. */
    public void onLoop(long nowNs) {
        if (state == BindState.BOUND) {
            lose(nowNs, ParentLoss.LOOP);
        }
    }

    /** The parent says to this node alone what level it has. When it stays cut off from the sender, a connected candidate is better. */
    public void onParentLevel(long nowNs, int level) {
        if (level < SessionState.DISCONNECTED) {
            cutOffNs = Deadlines.NONE;
        } else if (cutOffNs == Deadlines.NONE) {
            cutOffNs = Deadlines.after(nowNs, 0);
        } else if (state == BindState.BOUND && nowNs - cutOffNs >= timing.interiorSilenceNs() / PARTS_OF_SILENCE) {
            int better = nextConnected(nowNs);
            if (better >= 0) {
                forsake(nowNs, ParentLoss.CUT_OFF);
                search(nowNs, better, 0);
            }
        }
    }

    /** Somebody says to the region that the parent is cut off: a hint, on which the parent is asked, soon but not by all at once. */
    public void onCutOffHint(long nowNs) {
        if (state == BindState.BOUND && nextConnected(nowNs) >= 0) {
            long soonNs = nowNs + timing.bindMinimumNs() + random.nextLong(timing.bindMinimumNs());
            deadlineNs = Deadlines.earlier(deadlineNs, soonNs);
        }
    }

    /** Says good-bye to the parent, and hands the counts of the subtree over to it. */
    public void leave(long nowNs, UnbindReason reason, int completeCount, int failureCount) {
        if (state != BindState.BOUND) {
            return;
        }
        requests.goodBye(reason, completeCount, failureCount);
        state = BindState.UNBINDING;
        asking = (completeCount > 0 || failureCount > 0) && candidates.size() > 1;
        tries = 0;
        sendAgain(nowNs);
    }

    /** Whether a parent may have the counts of the last good-bye. */
    public boolean hasHandedOver() {
        return !asking;
    }

    /**
     * Handles an UnbindConfirm that was verified under the pair key.
     *
     * @param asked whether it only says that the parent is there
     */
    public void onUnbindConfirm(long nowNs, boolean asked) {
        if (state != BindState.UNBINDING || asked != asking) {
            return;
        }
        if (asked) {
            handOver();
            sendAgain(nowNs);
        } else {
            unbound(nowNs);
        }
    }

    /** Looks for a parent again after having left. */
    public void restart(long nowNs, long delayNs) {
        rejoin = false;
        search(nowNs, 0, delayNs);
    }

    /** This node was called late: the parent's silence until now proves nothing. */
    void overslept(long nowNs) {
        ParentBond known = bond;
        if (known != null) {
            known.excuse(nowNs, 2 * timing.heartbeatNs());
        }
    }

    public void onTimeout(long nowNs) {
        if (Deadlines.isDue(lostAtNs(), nowNs)) {
            lose(nowNs, ParentLoss.SILENT);
        }
        if (!Deadlines.isDue(dueNs(), nowNs)) {
            return;
        }
        switch (state) {
            case SEARCHING -> askNextKnown(nowNs);
            case BINDING -> askAgain(nowNs);
            case UNBINDING -> leaveAgain(nowNs);
            case BOUND -> refresh(nowNs);
            default -> deadlineNs = Deadlines.NONE;
        }
    }

    public long nextDeadlineNs() {
        return Deadlines.earlier(lostAtNs(), dueNs());
    }

    /** Writes a BindRequest or UnbindRequest that is due; false when there is none. */
    public boolean poll(long nowNs, Transmit out) {
        if (!sendDue) {
            return false;
        }
        sendDue = false;
        return state == BindState.UNBINDING ? pollUnbind(out) : pollBind(nowNs, out);
    }

    /** Round-trip time of the last bind, or -1 when a request had to be repeated and so cannot tell. */
    public long bindRttNs(long nowNs) {
        return tries == 0 ? nowNs - askedNs : -1;
    }

    private void search(long nowNs, int from, long delayNs) {
        state = BindState.SEARCHING;
        bond = null;
        sendDue = false;
        current = Math.floorMod(from, candidates.size());
        if (delayNs == 0 && candidates.endpoint(current) != null) {
            ask(nowNs, current);
        } else {
            deadlineNs = Deadlines.after(nowNs, Math.max(delayNs, timing.bindMinimumNs()));
        }
    }

    private void askNextKnown(long nowNs) {
        boolean onlyPrimary = isWaitingForPrimary(nowNs) && candidates.endpoint(0) == null;
        int index = onlyPrimary ? -1 : candidates.nextKnown(current);
        if (index < 0) {
            deadlineNs = Deadlines.after(nowNs, timing.bindMaximumNs());
            if (isWaitingForPrimary(nowNs)) {
                deadlineNs = primaryGraceNs;
            }
            return;
        }
        ask(nowNs, index);
    }

    private void ask(long nowNs, int index) {
        state = BindState.BINDING;
        current = index;
        bindSequence++;
        tries = 0;
        pendings = 0;
        askedNs = nowNs;
        sendAgain(nowNs);
    }

    private void askAgain(long nowNs) {
        tries++;
        if (tries >= timing.bindTries()) {
            candidates.unanswered(current);
            searchAfter(nowNs, current);
        } else {
            sendAgain(nowNs);
        }
    }

    /**
     * Repeats the request that was confirmed, so that a parent that has forgotten this child, because nothing came through for a while,
     * knows it again, and so that its answer under the pair key shows that it lives.
     */
    private void refresh(long nowNs) {
        ParentBond known = bond;
        asksWhereHeard = !asksWhereHeard && known != null && Deadlines.isDue(known.doubtfulAtNs(), nowNs);
        deadlineNs = Deadlines.after(nowNs, timing.bindRefreshNs());
        sendDue = true;
    }

    private void leaveAgain(long nowNs) {
        tries++;
        if (tries >= timing.bindTries() && !asking) {
            unbound(nowNs);
            return;
        }
        if (tries >= timing.bindTries()) {
            handOver();
        }
        sendAgain(nowNs);
    }

    private void handOver() {
        asking = false;
        tries = 0;
    }

    private void sendAgain(long nowNs) {
        sendDue = true;
        long waitNs = Math.min(timing.bindMinimumNs() << Math.min(tries, 20), timing.bindMaximumNs());
        deadlineNs = Deadlines.after(nowNs, waitNs + random.nextLong(1 + waitNs / 8));
    }

    /** Goes on to the candidate after {@code index}; a pause with jitter after each full round spreads a crowd of orphans. */
    private void searchAfter(long nowNs, int index) {
        boolean roundDone = index + 1 >= candidates.size();
        long delayNs = roundDone ? timing.bindMinimumNs() + random.nextLong(timing.bindMinimumNs()) : 0;
        search(nowNs, index + 1, delayNs);
    }

    private void onConfirm(long nowNs, Incarnation parent, Path path, Ingress packet) {
        BindConfirmMessage confirm = replies.confirm();
        Incarnation source = new Incarnation(confirm.sourceIncarnationHigh(), confirm.sourceIncarnationLow());
        if (!finishedSource.equals(Incarnation.ZERO) && !source.isLaterThan(finishedSource)) {
            wait(nowNs, timing.advertiseNs());
        } else if (newestSource.isLaterThan(source)) {
            // It has not heard yet that the session it is in is over.
            searchAfter(nowNs, current);
        } else if (replies.confirmNames(keys.nodeId())) {
            refused(nowNs, BindRejectReason.LOOP);
        } else {
            newestSource = source;
            bind(nowNs, parent, path.source(), confirm);
            takeCounters(packet);
        }
    }

    private void refused(long nowNs, BindRejectReason reason) {
        events.add(new ParentRejected(candidates.id(current), reason.code()));
        searchAfter(nowNs, current);
    }

    private void bind(long nowNs, Incarnation parent, Endpoint endpoint, BindConfirmMessage confirm) {
        int id = candidates.id(current);
        long heartbeatNs = Math.max(timing.heartbeatNs(), confirm.heartbeatInterval() * 1000L);
        ParentBond made = new ParentBond(
                id,
                parent,
                endpoint,
                keys.upSealer(id, parent),
                keys.downVerifier(id, parent),
                keys.regionVerifier(id, parent),
                confirm.childIndex(),
                Math.max(timing.trackNs(), confirm.trackInterval() * 1000L),
                heartbeatNs * timing.parentMisses(),
                timing.bindRefreshNs(),
                nowNs);
        bond = made;
        cutOffNs = Deadlines.NONE;
        state = BindState.BOUND;
        asksWhereHeard = false;
        deadlineNs = Deadlines.after(nowNs, timing.bindRefreshNs());
        if (rejoin) {
            counters.increment(CounterId.FAILOVERS);
        }
        listener.onBound(nowNs, made, confirm);
    }

    /** A parent without connection to the sender is waited for, unless there is a better one. */
    private void onPending(long nowNs) {
        int better = candidates.nextConnected(current);
        pendings = rejoin || better >= 0 ? pendings + 1 : 0;
        if (pendings < PATIENCE) {
            wait(nowNs, replies.pending().retryAfter() * 1000L);
        } else if (better >= 0) {
            ask(nowNs, better);
        } else {
            searchAfter(nowNs, current);
        }
    }

    /** The answer to a repeated request: the parent is alive, and knows this child or has no room for it any more. */
    private void onRefreshed(long nowNs, ParentBond known, Path path, Ingress packet) {
        if (!replies.accept(packet, bindSequence, known)) {
            return;
        }
        known.heardAlone(nowNs, path);
        switch (packet.type()) {
            case BIND_REJECT -> lose(nowNs, ParentLoss.EJECTED);
            case BIND_CONFIRM -> {
                takeCounters(packet);
                onParentLevel(nowNs, replies.confirm().level());
            }
            default -> onParentLevel(nowNs, SessionState.DISCONNECTED);
        }
    }

    /** Takes from the newest BindConfirm how far the counters are under keys that others hold too. */
    private void takeCounters(Ingress packet) {
        ParentBond known = bond;
        if (known != null) {
            int spi = OuterHeader.spi(packet.bytes(), packet.offset());
            known.region().floor(spi, replies.confirm().regionCounter());
            listener.onSourceCounter(spi, replies.confirm().sourceCounter());
        }
    }

    /** The parent is there but not ready: the same attempt goes on, its tries start anew. */
    private void wait(long nowNs, long delayNs) {
        tries = 0;
        long boundedNs = Math.clamp(delayNs, timing.bindMinimumNs(), timing.bindMaximumNs());
        deadlineNs = Deadlines.after(nowNs, boundedNs);
        askedNs = nowNs + boundedNs;
    }

    /** When something is to be sent or given up; a parent of which too little is heard is asked more often. */
    private long dueNs() {
        ParentBond known = bond;
        if (state != BindState.BOUND || known == null) {
            return deadlineNs;
        }
        long soonestNs = deadlineNs - timing.bindRefreshNs() + timing.bindMinimumNs();
        return Deadlines.earlier(deadlineNs, Deadlines.later(soonestNs, known.doubtfulAtNs()));
    }

    /** When the parent counts as lost; while leaving, it does only if another can still be given the counts instead. */
    private long lostAtNs() {
        ParentBond known = bond;
        boolean watched = state == BindState.BOUND || (state == BindState.UNBINDING && asking && candidates.size() > 1);
        return known != null && watched ? known.lostAtNs() : Deadlines.NONE;
    }

    private void lose(long nowNs, ParentLoss why) {
        forsake(nowNs, why);
        searchAfter(nowNs, current);
    }

    private void forsake(long nowNs, ParentLoss why) {
        events.add(new ParentLost(candidates.id(current), why));
        rejoin = true;
        listener.onParentLost(nowNs);
    }

    /** A candidate that has said lately that it is connected; -1 when there is none. */
    private int nextConnected(long nowNs) {
        return candidates.nextConnected(current, nowNs, 2 * timing.advertiseNs());
    }

    private void unbound(long nowNs) {
        state = BindState.UNBOUND;
        bond = null;
        sendDue = false;
        deadlineNs = Deadlines.NONE;
        listener.onUnbound(nowNs);
    }

    private void suspectRestarted(long nowNs, int origin, long advertised) {
        ParentBond known = bond;
        if (known != null && origin == known.parent()
                && Long.compareUnsigned(advertised, known.incarnation().high()) > 0) {
            known.suspect(nowNs, 2 * timing.heartbeatNs());
        }
    }

    private boolean isWaitingForPrimary(long nowNs) {
        return !rejoin && !Deadlines.isDue(primaryGraceNs, nowNs);
    }

    /** Between two rounds, or while the primary's address is unknown: only in the latter case an Advertise starts a bind. */
    private boolean isBackingOff(long nowNs) {
        return rejoin && !Deadlines.isDue(deadlineNs, nowNs);
    }

    private boolean pollBind(long nowNs, Transmit out) {
        Endpoint endpoint = whereToAsk();
        if (endpoint == null) {
            return false;
        }
        requests.writeBind(out, candidates.id(current), endpoint, bindSequence, rejoin);
        if (tries == 0) {
            askedNs = nowNs;
        }
        counters.increment(CounterId.BIND_REQUESTS_SENT);
        return true;
    }

    /** A parent that does not answer is asked by turns where it is said to be and where it was heard last: either may be made up. */
    private @Nullable Endpoint whereToAsk() {
        ParentBond known = bond;
        return known != null && asksWhereHeard ? known.endpoint() : candidates.endpoint(current);
    }

    private boolean pollUnbind(Transmit out) {
        ParentBond known = bond;
        if (known == null) {
            return false;
        }
        requests.writeUnbind(out, known, asking);
        return true;
    }
}
