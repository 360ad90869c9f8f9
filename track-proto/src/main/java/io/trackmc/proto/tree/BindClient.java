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
import io.trackmc.proto.seq.SequenceNumbers;
import io.trackmc.proto.time.Deadlines;
import io.trackmc.proto.wire.AdvertiseMessage;
import io.trackmc.proto.wire.BindConfirmMessage;
import io.trackmc.proto.wire.BindPendingMessage;
import io.trackmc.proto.wire.BindRejectMessage;
import io.trackmc.proto.wire.BindRequestMessage;
import io.trackmc.proto.wire.MessageType;
import io.trackmc.proto.wire.UnbindReason;
import io.trackmc.proto.wire.UnbindRequestMessage;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A child's side of binding: finds a parent, keeps watch over it, finds another when it is lost, and leaves.
 *
 * <pre>
 *   IDLE --start--> SEARCHING --address known--> BINDING --Confirm--> BOUND --leave--> UNBINDING --Confirm--> UNBOUND
 *                      ^   ^                       |  |                 |                   |
 *                      |   +---Reject, no answer---+  +--Pending: waits-+--silent, ejected  +--no answer--> UNBOUND
 *                      +------------------------------------------------+
 * </pre>
 *
 * <p>The primary is preferred: until it has been silent for two advertising intervals after the start, backups are not
 * asked. After a loss the search begins with the candidate after the lost one. A request is repeated with doubling waits
 * (TRACK BB §4.1.2); one attempt at one candidate has one bind sequence, so answers to an earlier attempt are told apart.
 */
public final class BindClient {

    private final HopKeys keys;
    private final TreeTiming timing;
    private final BindSettings settings;
    private final CandidateList candidates;
    private final BindListener listener;
    private final EventQueue events;
    private final Counters counters;
    private final RandomGenerator random;

    private final BindRequestMessage request = new BindRequestMessage();
    private final BindConfirmMessage confirm = new BindConfirmMessage();
    private final BindRejectMessage reject = new BindRejectMessage();
    private final BindPendingMessage pending = new BindPendingMessage();
    private final AdvertiseMessage advertise = new AdvertiseMessage();
    private final UnbindRequestMessage unbind = new UnbindRequestMessage();

    private BindState state = BindState.IDLE;
    private @Nullable ParentBond bond;
    private int current;
    private int bindSequence;
    private int tries;
    private boolean sendDue;
    private long deadlineNs = Deadlines.NONE;
    private long primaryGraceNs = Deadlines.NONE;
    private long askedNs;
    private boolean rejoin;
    private Incarnation finishedSource = Incarnation.ZERO;

    public BindClient(
            HopKeys keys,
            BindSettings settings,
            BindListener listener,
            EventQueue events,
            Counters counters,
            RandomGenerator random) {
        this.keys = keys;
        this.timing = settings.timing();
        this.settings = settings;
        this.candidates = new CandidateList(settings.candidates());
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
        int index = candidates.indexOf(packet.origin());
        if (index < 0) {
            packet.drop(DropReason.UNKNOWN_ORIGIN);
            return;
        }
        if (!advertise.parse(packet.bytes(), packet.offset())) {
            packet.drop(DropReason.MALFORMED);
            return;
        }
        if (!packet.passes(keys.verifyAdvertise(packet.origin(), packet.incarnation(), advertise.incarnationTail(),
                packet.bytes(), packet.offset(), packet.outerLength()))) {
            return;
        }
        learn(index, path);
        suspectRestarted(nowNs, packet.origin(), packet.incarnation());
        if (state == BindState.SEARCHING && (index == 0 || !isWaitingForPrimary(nowNs)) && !isBackingOff(nowNs)) {
            ask(nowNs, index);
        }
    }

    /** Handles BindConfirm, BindReject and BindPending. */
    public void onBindReply(long nowNs, Path path, Ingress packet) {
        if (isRefreshed(packet)) {
            return;
        }
        if (state != BindState.BINDING || packet.origin() != candidates.id(current)) {
            packet.drop(DropReason.STALE);
            return;
        }
        switch (packet.type()) {
            case BIND_CONFIRM -> onConfirm(nowNs, path, packet);
            case BIND_REJECT -> onReject(nowNs, packet);
            default -> onPending(nowNs, packet);
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

    /** Says good-bye to the parent, with the tallies of the subtree. */
    public void leave(long nowNs, UnbindReason reason, int completeCount, int failureCount) {
        if (state != BindState.BOUND) {
            return;
        }
        unbind.reset();
        unbind.reason(reason).completeCount(completeCount).failureCount(failureCount);
        state = BindState.UNBINDING;
        tries = 0;
        sendAgain(nowNs);
    }

    /** Handles an UnbindConfirm that was verified under the pair key. */
    public void onUnbindConfirm(long nowNs) {
        if (state == BindState.UNBINDING) {
            unbound(nowNs);
        }
    }

    /** Looks for a parent again after having left. */
    public void restart(long nowNs, long delayNs) {
        rejoin = false;
        search(nowNs, 0, delayNs);
    }

    public void onTimeout(long nowNs) {
        ParentBond known = bond;
        if (state == BindState.BOUND && known != null && Deadlines.isDue(known.lostAtNs(), nowNs)) {
            lose(nowNs, ParentLoss.SILENT);
        }
        if (!Deadlines.isDue(deadlineNs, nowNs)) {
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
        ParentBond known = bond;
        return state == BindState.BOUND && known != null
                ? Deadlines.earlier(known.lostAtNs(), deadlineNs)
                : deadlineNs;
    }

    /** Writes a BindRequest or UnbindRequest that is due; false when there is none. */
    public boolean poll(long nowNs, Transmit out) {
        if (!sendDue) {
            return false;
        }
        sendDue = false;
        return state == BindState.UNBINDING ? writeUnbind(out) : writeRequest(nowNs, out);
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
        askedNs = nowNs;
        sendAgain(nowNs);
    }

    private void askAgain(long nowNs) {
        tries++;
        if (tries >= timing.bindTries()) {
            searchAfter(nowNs, current);
        } else {
            sendAgain(nowNs);
        }
    }

    /**
     * Repeats the request that was confirmed, so that a parent that has forgotten this child, because nothing came through for a while,
     * knows it again.
     */
    private void refresh(long nowNs) {
        deadlineNs = Deadlines.after(nowNs, timing.bindRefreshNs());
        sendDue = true;
    }

    private void leaveAgain(long nowNs) {
        tries++;
        if (tries >= timing.bindTries()) {
            unbound(nowNs);
        } else {
            sendAgain(nowNs);
        }
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

    private void onConfirm(long nowNs, Path path, Ingress packet) {
        if (!confirm.parse(packet.bytes(), packet.offset())) {
            packet.drop(DropReason.MALFORMED);
            return;
        }
        if (!isAnswer(packet, confirm.incarnationTail(), confirm.bindSequence())) {
            return;
        }
        if (Math.max(confirm.lowestRepairable(), confirm.highestReleased()) > SequenceNumbers.MAX_JOIN) {
            packet.drop(DropReason.OUT_OF_WINDOW);
            return;
        }
        Incarnation source = new Incarnation(confirm.sourceIncarnationHigh(), confirm.sourceIncarnationLow());
        if (!finishedSource.equals(Incarnation.ZERO) && !source.isLaterThan(finishedSource)) {
            wait(nowNs, timing.advertiseNs());
        } else if (hasAncestor(keys.nodeId())) {
            events.add(new ParentRejected(packet.origin(), io.trackmc.proto.wire.BindRejectReason.LOOP.code()));
            searchAfter(nowNs, current);
        } else {
            bind(nowNs, new Incarnation(packet.incarnation(), confirm.incarnationTail()), path.source());
        }
    }

    private void bind(long nowNs, Incarnation parent, Endpoint endpoint) {
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
                nowNs);
        bond = made;
        state = BindState.BOUND;
        deadlineNs = Deadlines.after(nowNs, timing.bindRefreshNs());
        if (rejoin) {
            counters.increment(CounterId.FAILOVERS);
        }
        listener.onBound(nowNs, made, confirm);
    }

    private void onReject(long nowNs, Ingress packet) {
        if (!reject.parse(packet.bytes(), packet.offset())) {
            packet.drop(DropReason.MALFORMED);
            return;
        }
        if (isAnswer(packet, reject.incarnationTail(), reject.bindSequence())) {
            events.add(new ParentRejected(packet.origin(), reject.reason().code()));
            searchAfter(nowNs, current);
        }
    }

    private void onPending(long nowNs, Ingress packet) {
        if (!pending.parse(packet.bytes(), packet.offset())) {
            packet.drop(DropReason.MALFORMED);
            return;
        }
        if (isAnswer(packet, pending.incarnationTail(), pending.bindSequence())) {
            wait(nowNs, pending.retryAfter() * 1000L);
        }
    }

    /** Whether this is the answer to a repeated request: authentic, so the parent is alive, but nothing new. */
    private boolean isRefreshed(Ingress packet) {
        ParentBond known = bond;
        if (known == null || state != BindState.BOUND) {
            return false;
        }
        boolean expected = packet.type() == MessageType.BIND_CONFIRM
                && packet.origin() == known.parent()
                && packet.incarnation() == known.incarnation().high()
                && confirm.parse(packet.bytes(), packet.offset())
                && confirm.bindSequence() == bindSequence;
        if (expected) {
            packet.passes(known.down().verify(packet.bytes(), packet.offset(), packet.outerLength()));
        }
        return expected;
    }

    /** The parent is there but not ready: the same attempt goes on, its tries start anew. */
    private void wait(long nowNs, long delayNs) {
        tries = 0;
        long boundedNs = Math.clamp(delayNs, timing.bindMinimumNs(), timing.bindMaximumNs());
        deadlineNs = Deadlines.after(nowNs, boundedNs);
        askedNs = nowNs + boundedNs;
    }

    private boolean isAnswer(Ingress packet, long incarnationTail, int sequence) {
        if (sequence != bindSequence) {
            packet.drop(DropReason.STALE);
            return false;
        }
        return packet.passes(keys.verifyBindReply(packet.origin(), packet.incarnation(), incarnationTail,
                packet.bytes(), packet.offset(), packet.outerLength()));
    }

    private boolean hasAncestor(int id) {
        for (int i = 0; i < confirm.ancestorCount(); i++) {
            if (confirm.ancestor(i) == id) {
                return true;
            }
        }
        return false;
    }

    private void lose(long nowNs, ParentLoss why) {
        events.add(new ParentLost(candidates.id(current), why));
        rejoin = true;
        int lost = current;
        listener.onParentLost(nowNs);
        searchAfter(nowNs, lost);
    }

    private void unbound(long nowNs) {
        state = BindState.UNBOUND;
        bond = null;
        sendDue = false;
        deadlineNs = Deadlines.NONE;
        listener.onUnbound(nowNs);
    }

    private void learn(int index, Path path) {
        Endpoint known = candidates.endpoint(index);
        int port = advertise.unicastPort();
        if (known == null || !path.isAt(known, port)) {
            candidates.learn(index, path.sourceWithPort(port));
        }
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

    private boolean writeRequest(long nowNs, Transmit out) {
        Endpoint endpoint = candidates.endpoint(current);
        if (endpoint == null) {
            return false;
        }
        request.reset();
        request.incarnationTail(keys.incarnation().low())
                .bindSequence(bindSequence)
                .role(settings.role())
                .level(SessionState.DISCONNECTED)
                .rejoin(rejoin)
                .receiverCount(listener.receiverCount())
                .homeRegion(settings.homeRegion())
                .neededSequence(listener.oldestNeeded())
                .transportEpoch(keys.transportEpoch());
        int outerLength = request.write(out.bytes(), 0);
        out.unicast(endpoint, keys.bindRequestSealer(candidates.id(current)).seal(out.bytes(), 0, outerLength));
        if (tries == 0) {
            askedNs = nowNs;
        }
        counters.increment(CounterId.BIND_REQUESTS_SENT);
        return true;
    }

    private boolean writeUnbind(Transmit out) {
        ParentBond known = bond;
        if (known == null) {
            return false;
        }
        int outerLength = unbind.write(out.bytes(), 0);
        out.unicast(known.endpoint(), known.up().seal(out.bytes(), 0, outerLength));
        return true;
    }
}
