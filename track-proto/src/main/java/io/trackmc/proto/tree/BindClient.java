package io.trackmc.proto.tree;

import io.trackmc.proto.engine.Endpoint;
import io.trackmc.proto.engine.EngineEvent.ParentLoss;
import io.trackmc.proto.engine.EngineEvent.ParentLost;
import io.trackmc.proto.engine.EngineScratch;
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
import io.trackmc.proto.wire.BindRole;
import io.trackmc.proto.wire.EjectReason;
import io.trackmc.proto.wire.UnbindReason;
import java.util.Objects;
import java.util.function.IntConsumer;
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
 *
 *   BINDING --silent, or an orphan's candidate is Pending, and another is heard to be connected--> BINDING, the other one
 * </pre>
 *
 * <p>Whom to ask is {@link ParentSearch}, when to repeat it {@link RequestTimer}, what to think of the parent {@link ParentWatch}, what goes on
 * with it {@link BondUpkeep}, what follows when it is lost {@link FailOver}, and how to go {@link GoodByes}; this is the exchange that moves from one state to the next, from one of {@link BindAttempts} to another. While it is
 * bound to a parent that is going to stop, {@link ParentMove} asks others aside.
 */
public final class BindClient {

    private final HopKeys keys;
    private final TreeTiming timing;
    private final ParentSearch search;
    private final RequestTimer timer;
    private final ParentWatch watch;
    private final BindAttempts attempts;
    private final FailOver failOver;
    private final Discovery discovery;
    private final ParentFinder candidates;
    private final RandomGenerator random;
    /** Only while another parent is looked for aside. */
    private @Nullable ParentMove move;
    /** Only from the first parent on that was left. */
    private @Nullable GoodByes goodByes;
    private final SourceRuns sourceRuns = new SourceRuns();
    private final BindRequests requests;
    private final BindReplies replies;
    private final BondUpkeep upkeep;
    private final BindListener listener;
    private final EventQueue events;
    private final Counters counters;

    private BindState state = BindState.IDLE;
    private long bindRttNs = -1;
    /** Where the newest BindRequest went. */
    private @Nullable Endpoint asked;

    public BindClient(
            HopKeys keys,
            BindSettings settings,
            BindListener listener,
            EventQueue events,
            Counters counters,
            RandomGenerator random,
            EngineScratch scratch) {
        this.keys = keys;
        this.timing = settings.timing();
        this.requests = new BindRequests(keys, settings, listener, counters, scratch);
        this.replies = new BindReplies(keys, scratch);
        this.random = random;
        this.candidates = new ParentFinder(keys, settings, random, scratch);
        this.discovery = new Discovery(candidates, requests);
        this.search = new ParentSearch(candidates, timing, random);
        this.timer = new RequestTimer(timing, random);
        this.watch = new ParentWatch(keys, timing);
        this.upkeep = new BondUpkeep(keys, timing, watch, timer, listener);
        this.attempts = new BindAttempts(search, timer, timing, events);
        this.failOver = new FailOver(search, attempts, timing);
        this.listener = listener;
        this.events = events;
        this.counters = counters;
    }

    /** Begins the search for a parent. */
    public void start(long nowNs) {
        onFlipped();
        search.begin(nowNs);
        discovery.start(nowNs);
        look(nowNs, search.first(), 0);
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
            state = attempts.ask(nowNs, search.choose(index));
        } else if (state == BindState.SEARCHING && search.isMeasuring(nowNs)) {
            timer.wakeAt(search.lookAgainNs(nowNs));
        } else if (state == BindState.SEARCHING && search.isHeldBack(nowNs)) {
            timer.wakeAt(Deadlines.earlier(timer.deadlineNs(), search.lookAgainNs(nowNs)));
        } else if (state == BindState.BINDING) {
            state = attempts.onHeard(nowNs, index);
        }
    }

    /** Handles BindConfirm, BindReject and BindPending; returns whether it was one that a parent has sent to a request of this run. */
    public boolean onBindReply(long nowNs, Path path, Ingress packet) {
        ParentBond known = watch.bond();
        ParentMove moving = move;
        if (moving != null && moving.isAsking(packet.origin())) {
            Incarnation next = moving.onReply(nowNs, packet, sourceRuns);
            if (next != null) {
                moveTo(nowNs, moving, next, Objects.requireNonNullElse(moving.asked(), path.source()), packet);
            }
            return next != null;
        }
        if (state == BindState.BOUND && known != null && packet.origin() == known.parent()) {
            return onRefreshed(nowNs, known, packet);
        }
        if (state != BindState.BINDING || packet.origin() != search.id()) {
            packet.drop(DropReason.STALE);
            return false;
        }
        Incarnation parent = replies.accept(packet, attempts.sequence());
        if (parent == null) {
            return false;
        }
        switch (packet.type()) {
            case BIND_CONFIRM -> onConfirm(nowNs, parent, path, packet);
            case BIND_REJECT -> state = attempts.onReject(nowNs, replies.reject());
            default -> state = attempts.onPending(nowNs, replies.pending().retryAfter() * 1000L);
        }
        return true;
    }

    /**
     * Handles an EjectRequest that was verified under the pair key. A parent that leaves still serves, so another is found first.
     *
     * @param alternate node id of a parent that it proposes, 0 for none
     */
    public void onEjected(long nowNs, EjectReason reason, int alternate) {
        if (state != BindState.BOUND) {
            return;
        }
        if (reason == EjectReason.PARENT_LEAVING) {
            moving().leave(nowNs, search.current(), alternate);
        } else {
            lose(nowNs, FailOver.cause(reason));
        }
    }

    /** The parent speaks to this child alone, as it does only to one that it counts: one that was left for it may forget this child. */
    void onCounted(long nowNs) {
        if (goodByes != null) {
            goodByes.onCounted(nowNs);
        }
    }

    /** Takes in an UnbindConfirm if it is of a parent that was left for another; returns whether it was. */
    boolean onFarewellConfirm(long nowNs, Ingress packet) {
        if (goodByes == null || !goodByes.isFromFormer(packet)) {
            return false;
        }
        goodByes.onFormerConfirm(packet);
        endIfUnbound(nowNs);
        return true;
    }

    /** An authority has expelled a node: if it is a candidate it is none any more, and if it is the parent another is looked for. */
    public void onExpelled(long nowNs, int id) {
        search.expel(id);
        ParentBond known = watch.bond();
        if (known != null && known.parent() == id) {
            switch (state) {
                case BOUND -> lose(nowNs, ParentLoss.EXPELLED);
                case UNBINDING -> unbound(nowNs);
                default -> {}
            }
        }
    }

    /** A candidate has what the parent, asked again and again, did not give: this child goes to it, or to another, while the parent still serves it. */
    void onOutdone(long nowNs, int id) {
        if (state == BindState.BOUND) {
            moving().prefer(nowNs, search.current(), id);
        }
    }

    /** This node understands a candidate now that it did not understand: there is no need to wait for the time at which it would ask again. */
    void onUnderstood(long nowNs, int id) {
        int index = search.indexOf(id);
        if (index >= 0 && search.mayAskNow(nowNs, index)
                && (state == BindState.SEARCHING || state == BindState.BINDING)) {
            state = attempts.ask(nowNs, index);
        }
    }

    /** Another epoch is installed: a parent of another tenant is asked for the key of its region in it. */
    void onInstalled(long nowNs) {
        if (state == BindState.BOUND) {
            upkeep.onInstalled(nowNs);
        }
    }

    /** Newest transport epoch of which this node can say that it is installed: with all that it needs to hear its parent in it. */
    long usableEpoch() {
        return upkeep.usableEpoch();
    }

    /** This node sends under another transport epoch from now on. */
    void onFlipped() {
        search.sendsUnder(keys.dataSealer().spi());
    }

    /** Whom it may ask, for who asks them something else. */
    ParentSearch search() {
        return search;
    }

    /** Whether this node has a parent that is connected to the sender, as far as that has said. */
    boolean isConnected() {
        return state == BindState.BOUND && !watch.isCutOff();
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
        int better = search.bestOpen(nowNs);
        if (better >= 0) {
            forsake(nowNs, ParentLoss.CUT_OFF);
            look(nowNs, better, 0);
        }
    }

    /** Whether only the present parent counts this child and what is below it, as far as can be known. */
    public boolean isCountedOnce(long nowNs) {
        return failOver.isSettled(nowNs) && (goodByes == null || !goodByes.isFormerPending());
    }

    /** Somebody says to the region that the parent is cut off: a hint, on which the parent is asked, soon but not by all at once. */
    public void onCutOffHint(long nowNs) {
        if (state == BindState.BOUND && search.nextOpen(nowNs) >= 0) {
            timer.hasten(nowNs);
        }
    }

    /** Says good-bye to the parent, and hands the counts of the subtree over to it. */
    public void leave(long nowNs, UnbindReason reason, FarewellCounts counts) {
        if (state == BindState.BOUND) {
            move = null;
            state = BindState.UNBINDING;
            goodByes().leave(nowNs, reason, counts, search.hasOthers());
        }
    }

    /** Whether a parent may have the counts of the last good-bye. */
    public boolean hasHandedOver() {
        return goodByes == null || !goodByes.isAsking();
    }

    /**
     * Handles an UnbindConfirm that was verified under the pair key.
     *
     * @param asked whether it only says that the parent is there
     */
    public void onUnbindConfirm(long nowNs, boolean asked) {
        if (state == BindState.UNBINDING && goodByes().onConfirm(nowNs, asked)) {
            unbound(nowNs);
        }
    }

    /** Tells {@code each} the ids of candidates that have said lately that they are connected and have room for a child of this kind. */
    public void openCandidates(long nowNs, BindRole child, IntConsumer each) {
        search.openCandidates(nowNs, child, each);
    }

    /** Looks for a parent in the next session, after having left that in the one before. */
    public void restart(long nowNs, long delayNs) {
        search.begin(nowNs);
        resume(nowNs, delayNs);
    }

    /** Looks for a parent again in the same session, after having left. */
    public void resume(long nowNs) {
        resume(nowNs, 0);
    }

    private void resume(long nowNs, long delayNs) {
        search.rejoin(false);
        discovery.start(nowNs);
        look(nowNs, search.first(), delayNs);
    }

    /** This node was called late: the parent's silence until now proves nothing. */
    void overslept(long nowNs, long lateNs) {
        watch.overslept(nowNs, lateNs);
    }

    public void onTimeout(long nowNs) {
        if (Deadlines.isDue(lostAtNs(), nowNs)) {
            lose(nowNs, ParentLoss.SILENT);
        }
        if (move != null && move.onTimeout(nowNs)) {
            move.ask(nowNs, attempts.another());
        }
        if (goodByes != null && goodByes.onTimeout(nowNs)) {
            endIfUnbound(nowNs);
        }
        if (!Deadlines.isDue(dueNs(), nowNs)) {
            return;
        }
        switch (state) {
            case SEARCHING -> state = attempts.nextKnown(nowNs);
            case BINDING -> state = attempts.unanswered(nowNs);
            case UNBINDING -> {
                if (goodByes().unanswered(nowNs)) {
                    unbound(nowNs);
                }
            }
            case BOUND -> upkeep.refresh(nowNs);
            default -> timer.wakeAt(Deadlines.NONE);
        }
    }

    public long nextDeadlineNs() {
        long asideNs = discovery.nextDeadlineNs();
        asideNs = move == null ? asideNs : Deadlines.earlier(asideNs, move.nextDeadlineNs());
        asideNs = goodByes == null ? asideNs : Deadlines.earlier(asideNs, goodByes.nextDeadlineNs());
        return Deadlines.earlier(asideNs, Deadlines.earlier(lostAtNs(), dueNs()));
    }

    /** Writes a BindRequest, UnbindRequest or Query that is due; false when there is none. */
    public boolean poll(long nowNs, Transmit out) {
        return (move != null && move.poll(nowNs, out)) || (goodByes != null && goodByes.poll(nowNs, out))
                || (timer.take(nowNs) && write(out))
                || discovery.poll(nowNs, out);
    }

    /** Round-trip time of the last bind, or -1 when a request had to be repeated and so cannot tell. */
    public long bindRttNs() {
        return bindRttNs;
    }

    private boolean write(Transmit out) {
        return state == BindState.UNBINDING
                ? goodByes().write(out, watch.bond(), attempts.sequence()) : writeBind(out);
    }

    private void look(long nowNs, int index, long delayNs) {
        watch.end();
        state = attempts.from(nowNs, index, delayNs);
    }

    private void onConfirm(long nowNs, Incarnation parent, Path path, Ingress packet) {
        Incarnation source = replies.confirmedSource();
        if (sourceRuns.isFinished(source)) {
            // It may be the first to hear of the next session, or may wait for this child to tell it.
            state = attempts.onPending(nowNs, timing.advertiseNs());
        } else if (sourceRuns.isLeftBehind(source)) {
            // It has not heard yet that the session it is in is over.
            state = attempts.on(nowNs);
        } else if (replies.confirmNames(keys.nodeId())) {
            state = attempts.refused(nowNs, BindRejectReason.LOOP);
        } else {
            sourceRuns.joined(source);
            bindRttNs = timer.rttNs(nowNs);
            bind(nowNs, parent, Objects.requireNonNullElse(asked, path.source()));
            upkeep.takeNews(nowNs, packet, replies.confirm());
        }
    }

    private void bind(long nowNs, Incarnation parent, Endpoint endpoint) {
        ParentBond made = watch.begin(nowNs, search.id(), parent, endpoint, replies.confirm());
        state = BindState.BOUND;
        attempts.confirmed();
        search.confirmed();
        upkeep.begin(nowNs, made);
        if (search.isRejoin()) {
            counters.increment(CounterId.FAILOVERS);
        }
        listener.onBound(nowNs, made, replies.confirm());
    }

    /** The answer to a repeated request: the parent is alive, and knows this child or has no room for it any more. */
    private boolean onRefreshed(long nowNs, ParentBond known, Ingress packet) {
        if (!replies.accept(packet, attempts.sequence(), known)) {
            return false;
        }
        known.heardAlone(nowNs);
        if (asked != null) {
            known.reachedAt(asked);
        }
        switch (packet.type()) {
            case BIND_REJECT -> lose(nowNs, FailOver.cause(replies.reject().reason()));
            case BIND_CONFIRM -> {
                upkeep.takeNews(nowNs, packet, replies.confirm());
                onParentLevel(nowNs, replies.confirm().level());
            }
            default -> onParentLevel(nowNs, SessionState.DISCONNECTED);
        }
        return true;
    }

    /** When something is to be sent or given up. */
    private long dueNs() {
        return state == BindState.BOUND ? upkeep.dueNs() : timer.deadlineNs();
    }

    /** When the parent counts as lost; while leaving, it does only if another can still be given the counts instead. */
    private long lostAtNs() {
        boolean watched = state == BindState.BOUND || (state == BindState.UNBINDING && goodByes().isAsking());
        return watched ? watch.lostAtNs() : Deadlines.NONE;
    }

    private void lose(long nowNs, ParentLoss why) {
        ParentBond lost = Objects.requireNonNull(watch.bond());
        forsake(nowNs, why);
        watch.end();
        state = failOver.turn(nowNs, why, lost);
    }

    private void forsake(long nowNs, ParentLoss why) {
        move = null;
        events.add(new ParentLost(search.id(), why));
        failOver.begin(nowNs, why);
        listener.onParentLost(nowNs);
    }

    /** The parent has let this child go; it is through when one that was left before has done so too. */
    private void unbound(long nowNs) {
        timer.withdraw();
        timer.wakeAt(Deadlines.NONE);
        goodByes().released(nowNs);
        endIfUnbound(nowNs);
    }

    private void endIfUnbound(long nowNs) {
        if (goodByes != null && goodByes.takeEnd()) {
            state = BindState.UNBOUND;
            discovery.stop();
            watch.end();
            listener.onUnbound(nowNs);
        }
    }

    private void moveTo(long nowNs, ParentMove moving, Incarnation parent, Endpoint endpoint, Ingress packet) {
        ParentBond former = Objects.requireNonNull(watch.bond());
        goodByes().moved(former, attempts.sequence(), listener.toldCounts());
        events.add(new ParentLost(
                former.parent(), moving.isForced() ? ParentLoss.LEAVING : ParentLoss.WITHHOLDING));
        attempts.moved(moving.current(), moving.sequence());
        bindRttNs = moving.rttNs(nowNs);
        move = null;
        timer.withdraw();
        bind(nowNs, parent, endpoint);
        upkeep.takeNews(nowNs, packet, replies.confirm());
    }

    private ParentMove moving() {
        ParentMove present = move;
        if (present == null) {
            present = new ParentMove(keys, candidates, requests, replies, listener, timing, random);
            move = present;
        }
        return present;
    }

    private GoodByes goodByes() {
        GoodByes present = goodByes;
        if (present == null) {
            present = new GoodByes(
                    new Leaving(requests, timer), new Farewell(requests, new RequestTimer(timing, random)));
            goodByes = present;
        }
        return present;
    }

    private boolean writeBind(Transmit out) {
        Endpoint endpoint = watch.whereToAsk(search.endpoint());
        if (endpoint == null) {
            return false;
        }
        boolean ahead = state == BindState.BINDING && timer.isEven();
        requests.writeBind(out, search.id(), endpoint, attempts.sequence(), search.isRejoin(), ahead);
        asked = endpoint;
        return true;
    }
}
