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
 * <p>Whom to ask is {@link ParentSearch}, when to repeat it {@link RequestTimer}, what to think of the parent {@link ParentWatch}, and how to
 * go {@link Leaving}; this is the exchange that moves from one state to the next. One attempt at one candidate has one bind sequence, so
 * answers to an earlier attempt are told apart.
 */
public final class BindClient {

    private final HopKeys keys;
    private final TreeTiming timing;
    private final ParentSearch search;
    private final RequestTimer timer;
    private final ParentWatch watch;
    private final Leaving leaving;
    private final SourceRuns sourceRuns = new SourceRuns();
    private final BindRequests requests;
    private final BindReplies replies;
    private final BindListener listener;
    private final EventQueue events;
    private final Counters counters;

    private BindState state = BindState.IDLE;
    private int bindSequence;

    public BindClient(
            HopKeys keys,
            BindSettings settings,
            BindListener listener,
            EventQueue events,
            Counters counters,
            RandomGenerator random) {
        this.keys = keys;
        this.timing = settings.timing();
        this.search = new ParentSearch(new ParentFinder(keys, settings), timing, random);
        this.timer = new RequestTimer(timing, random);
        this.watch = new ParentWatch(keys, timing);
        this.requests = new BindRequests(keys, settings, listener);
        this.leaving = new Leaving(requests, timer);
        this.replies = new BindReplies(keys);
        this.listener = listener;
        this.events = events;
        this.counters = counters;
    }

    /** Begins the search for a parent. */
    public void start(long nowNs) {
        search.begin(nowNs);
        searchFrom(nowNs, 0, 0);
    }

    /** From now on a parent that is still in the session of {@code source}, or of an earlier run, is asked again later. */
    public void sessionFinished(Incarnation source) {
        sourceRuns.finished(source);
    }

    /** Content of the source's own making opened as of the run that the parent said: no parent in an earlier one is taken any more. */
    public void sourceProven() {
        sourceRuns.proven();
    }

    public BindState state() {
        return state;
    }

    /** The parent while BOUND or UNBINDING, else null. */
    public @Nullable ParentBond bond() {
        return watch.bond();
    }

    /** The bond if the packet claims to come from this very run of the parent; else counts the drop and returns null. */
    public @Nullable ParentBond bondOf(Ingress packet) {
        return watch.bondOf(packet);
    }

    /** Handles Advertise: learns the address of a candidate. A hint, so it never ends a bond by itself. */
    public void onAdvertise(long nowNs, Path path, Ingress packet) {
        int index = search.onAdvertise(nowNs, path, packet);
        if (index == ParentSearch.NOBODY) {
            return;
        }
        watch.suspectRestarted(nowNs, packet.origin(), packet.incarnation());
        if (state == BindState.SEARCHING && search.mayAskAtOnce(nowNs, index, timer.deadlineNs())) {
            ask(nowNs, index);
        }
    }

    /** Handles BindConfirm, BindReject and BindPending. */
    public void onBindReply(long nowNs, Path path, Ingress packet) {
        ParentBond known = watch.bond();
        if (state == BindState.BOUND && known != null && packet.origin() == known.parent()) {
            onRefreshed(nowNs, known, path, packet);
            return;
        }
        if (state != BindState.BINDING || packet.origin() != search.id()) {
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
        if (!watch.staysCutOff(nowNs, level) || state != BindState.BOUND) {
            return;
        }
        int better = search.nextConnected(nowNs);
        if (better >= 0) {
            forsake(nowNs, ParentLoss.CUT_OFF);
            searchFrom(nowNs, better, 0);
        }
    }

    /** Somebody says to the region that the parent is cut off: a hint, on which the parent is asked, soon but not by all at once. */
    public void onCutOffHint(long nowNs) {
        if (state == BindState.BOUND && search.nextConnected(nowNs) >= 0) {
            timer.hasten(nowNs);
        }
    }

    /** Says good-bye to the parent, and hands the counts of the subtree over to it. */
    public void leave(long nowNs, UnbindReason reason, FarewellCounts counts) {
        if (state == BindState.BOUND) {
            state = BindState.UNBINDING;
            leaving.begin(nowNs, reason, counts, search.hasOthers());
        }
    }

    /** Whether a parent may have the counts of the last good-bye. */
    public boolean hasHandedOver() {
        return !leaving.isAsking();
    }

    /**
     * Handles an UnbindConfirm that was verified under the pair key.
     *
     * @param asked whether it only says that the parent is there
     */
    public void onUnbindConfirm(long nowNs, boolean asked) {
        if (state == BindState.UNBINDING && asked == leaving.isAsking() && leaving.confirmed(nowNs)) {
            unbound(nowNs);
        }
    }

    /** Looks for a parent again after having left. */
    public void restart(long nowNs, long delayNs) {
        search.rejoin(false);
        searchFrom(nowNs, 0, delayNs);
    }

    /** This node was called late: the parent's silence until now proves nothing. */
    void overslept(long nowNs) {
        watch.overslept(nowNs);
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
            case UNBINDING -> {
                if (leaving.unanswered(nowNs)) {
                    unbound(nowNs);
                }
            }
            case BOUND -> refresh(nowNs);
            default -> timer.wakeAt(Deadlines.NONE);
        }
    }

    public long nextDeadlineNs() {
        return Deadlines.earlier(lostAtNs(), dueNs());
    }

    /** Writes a BindRequest or UnbindRequest that is due; false when there is none. */
    public boolean poll(long nowNs, Transmit out) {
        return timer.take(nowNs)
                && (state == BindState.UNBINDING ? leaving.write(out, watch.bond(), bindSequence) : pollBind(out));
    }

    /** Round-trip time of the last bind, or -1 when a request had to be repeated and so cannot tell. */
    public long bindRttNs(long nowNs) {
        return timer.rttNs(nowNs);
    }

    private void searchFrom(long nowNs, int index, long delayNs) {
        state = BindState.SEARCHING;
        watch.end();
        timer.withdraw();
        search.turnTo(index);
        if (delayNs == 0 && search.endpoint() != null) {
            ask(nowNs, search.current());
        } else {
            timer.wakeAt(Deadlines.after(nowNs, Math.max(delayNs, timing.bindMinimumNs())));
        }
    }

    private void searchOn(long nowNs) {
        searchFrom(nowNs, search.current() + 1, search.pauseNs());
    }

    private void askNextKnown(long nowNs) {
        int index = search.nextKnown(nowNs);
        if (index == ParentSearch.NOBODY) {
            timer.wakeAt(search.lookAgainNs(nowNs));
        } else {
            ask(nowNs, index);
        }
    }

    private void ask(long nowNs, int index) {
        state = BindState.BINDING;
        search.ask(index);
        bindSequence++;
        timer.begin(nowNs);
    }

    private void askAgain(long nowNs) {
        if (!timer.repeat(nowNs)) {
            search.unanswered();
            searchOn(nowNs);
        }
    }

    /**
     * Repeats the request that was confirmed, so that a parent that has forgotten this child, because nothing came through for a while,
     * knows it again, and so that its answer under the pair key shows that it lives.
     */
    private void refresh(long nowNs) {
        watch.takeTurn(nowNs);
        timer.wakeAt(Deadlines.after(nowNs, timing.bindRefreshNs()));
        timer.sendOnce();
    }

    private void onConfirm(long nowNs, Incarnation parent, Path path, Ingress packet) {
        Incarnation source = replies.confirmedSource();
        if (sourceRuns.isFinished(source)) {
            timer.pause(nowNs, timing.advertiseNs());
        } else if (sourceRuns.isLeftBehind(source)) {
            // It has not heard yet that the session it is in is over.
            searchOn(nowNs);
        } else if (replies.confirmNames(keys.nodeId())) {
            refused(nowNs, BindRejectReason.LOOP);
        } else {
            sourceRuns.joined(source);
            bind(nowNs, parent, path.source());
            takeCounters(packet);
        }
    }

    private void refused(long nowNs, BindRejectReason reason) {
        events.add(new ParentRejected(search.id(), reason.code()));
        searchOn(nowNs);
    }

    private void bind(long nowNs, Incarnation parent, Endpoint endpoint) {
        ParentBond made = watch.begin(nowNs, search.id(), parent, endpoint, replies.confirm());
        state = BindState.BOUND;
        timer.wakeAt(Deadlines.after(nowNs, timing.bindRefreshNs()));
        if (search.isRejoin()) {
            counters.increment(CounterId.FAILOVERS);
        }
        listener.onBound(nowNs, made, replies.confirm());
    }

    private void onPending(long nowNs) {
        int better = search.nextConnected();
        if (!search.losesPatience(better)) {
            timer.pause(nowNs, replies.pending().retryAfter() * 1000L);
        } else if (better >= 0) {
            ask(nowNs, better);
        } else {
            searchOn(nowNs);
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
        ParentBond known = watch.bond();
        if (known != null) {
            int spi = OuterHeader.spi(packet.bytes(), packet.offset());
            known.region().floor(spi, replies.confirm().regionCounter());
            listener.onSourceCounter(spi, replies.confirm().sourceCounter());
        }
    }

    /** When something is to be sent or given up. */
    private long dueNs() {
        return state == BindState.BOUND ? watch.askAtNs(timer.deadlineNs()) : timer.deadlineNs();
    }

    /** When the parent counts as lost; while leaving, it does only if another can still be given the counts instead. */
    private long lostAtNs() {
        boolean watched = state == BindState.BOUND || (state == BindState.UNBINDING && leaving.isAsking());
        return watched ? watch.lostAtNs() : Deadlines.NONE;
    }

    private void lose(long nowNs, ParentLoss why) {
        forsake(nowNs, why);
        searchOn(nowNs);
    }

    private void forsake(long nowNs, ParentLoss why) {
        events.add(new ParentLost(search.id(), why));
        search.rejoin(true);
        listener.onParentLost(nowNs);
    }

    private void unbound(long nowNs) {
        state = BindState.UNBOUND;
        watch.end();
        timer.withdraw();
        timer.wakeAt(Deadlines.NONE);
        listener.onUnbound(nowNs);
    }

    private boolean pollBind(Transmit out) {
        Endpoint endpoint = watch.whereToAsk(search.endpoint());
        if (endpoint == null) {
            return false;
        }
        requests.writeBind(out, search.id(), endpoint, bindSequence, search.isRejoin());
        counters.increment(CounterId.BIND_REQUESTS_SENT);
        return true;
    }
}
