package io.trackmc.proto.tree;

import io.trackmc.proto.engine.EngineScratch;
import io.trackmc.proto.engine.Ingress;
import io.trackmc.proto.engine.Path;
import io.trackmc.proto.engine.ProtocolConfig;
import io.trackmc.proto.event.CounterId;
import io.trackmc.proto.event.Counters;
import io.trackmc.proto.event.DropReason;
import io.trackmc.proto.protect.HopKeys;
import io.trackmc.proto.protect.HopVerifier;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.protect.KeyClass;
import io.trackmc.proto.rate.RttEstimator;
import io.trackmc.proto.rate.TokenBucket;
import io.trackmc.proto.time.Deadlines;
import io.trackmc.proto.wire.BindRejectReason;
import io.trackmc.proto.wire.BindRequestMessage;
import io.trackmc.proto.wire.BindRole;
import org.jspecify.annotations.Nullable;

/**
 * A parent's side of binding: decides who is admitted, and enters those.
 *
 * <p>A BindRequest proves that somebody with the child's BK once sent it, not that it is fresh. So it makes a provisional
 * entry, whose answer goes back to where the request came from, and nothing else; the child counts after its first packet under
 * both incarnations (security rules, "Identity").
 */
final class BindServer {

    private static final long FIRST_RTT_NS = 2_000_000;
    private static final long MINIMUM_RTT_NS = 10_000;
    private static final long MAXIMUM_RTT_NS = 2_000_000_000L;

    private final HopKeys keys;
    private final ChildTable children;
    private final Admission admission;
    private final BindAnswers answers;
    private final SessionState session;
    private ProtocolConfig config;
    private final Counters counters;
    private final BindRequestMessage request;

    BindServer(
            HopKeys keys,
            ChildTable children,
            Admission admission,
            BindAnswers answers,
            SessionState session,
            ProtocolConfig config,
            Counters counters, EngineScratch scratch) {
        this.request = scratch.received().bindRequest();
        this.keys = keys;
        this.children = children;
        this.admission = admission;
        this.answers = answers;
        this.session = session;
        this.config = config;
        this.counters = counters;
    }

    void onBindRequest(long nowNs, Path path, Ingress packet) {
        if (!request.parse(packet.bytes(), packet.offset())) {
            packet.drop(DropReason.MALFORMED);
            return;
        }
        KeyClass pairClass = request.role() == BindRole.REPAIR_HEAD ? KeyClass.INTERIOR_PAIR : KeyClass.LEAF_PAIR;
        if (pairClass.code() != packet.classCode()) {
            packet.drop(DropReason.WRONG_KEY_CLASS);
            return;
        }
        if (isOvertaken(packet.origin(), packet.incarnation())) {
            packet.drop(DropReason.STALE);
            return;
        }
        if (packet.passes(keys.verifyBindRequest(packet.origin(), pairClass, packet.incarnation(),
                request.incarnationTail(), packet.bytes(), packet.offset(), packet.outerLength()))) {
            counters.increment(CounterId.BIND_REQUESTS_RECEIVED);
            Incarnation incarnation = new Incarnation(packet.incarnation(), request.incarnationTail());
            admit(nowNs, path, packet.origin(), pairClass, incarnation);
        }
    }

    /** A session became known: children that were told to wait are confirmed without asking again. */
    void onSessionReady() {
        for (int i = 0; i < children.size(); i++) {
            Child child = children.at(i);
            if (child != null && child.state() == Child.State.PROVISIONAL && isJudged(child)) {
                answers.owe(child, Child.Reply.BIND_CONFIRM);
            }
        }
    }

    /** Whether it is certain that the child may stay: a receiver that may be too late is judged when it asks again. */
    private boolean isJudged(Child child) {
        return child.isRepairHead() || !session.refusesNewcomers();
    }

    /** Whether a later run of the child is known, or a later request, or it has left since this one. */
    private boolean isOvertaken(int id, long incarnationHigh) {
        if (isLater(children.settled(id), incarnationHigh) || isLater(children.provisional(id), incarnationHigh)) {
            return true;
        }
        Child known = children.find(id, incarnationHigh);
        if (known == null) {
            return false;
        }
        int newer = request.bindSequence() - known.bindSequence();
        return known.state() == Child.State.LEFT ? newer <= 0 : newer < 0;
    }

    private static boolean isLater(@Nullable Child known, long incarnationHigh) {
        return known != null && Long.compareUnsigned(known.incarnation().high(), incarnationHigh) > 0;
    }

    private void admit(long nowNs, Path path, int id, KeyClass pairClass, Incarnation incarnation) {
        BindRejectReason barred = barred(nowNs, id, pairClass);
        if (barred != null) {
            refuse(path, id, pairClass, incarnation, barred);
            return;
        }
        Child child = children.find(id, incarnation.high());
        if (child != null && isKnown(child)) {
            if (!path.isFrom(child.replyTo())) {
                child.replyTo(path.source());
            }
        } else {
            BindRejectReason refusal = refusal(id);
            if (refusal != null) {
                refuse(path, id, pairClass, incarnation, refusal);
                return;
            }
            child = enter(nowNs, path, id, pairClass, incarnation);
        }
        child.bindSequence(request.bindSequence());
        child.wantsRegionKey(request.wantsRegionKey());
        answers.owe(child, session.isServable() ? Child.Reply.BIND_CONFIRM : Child.Reply.BIND_PENDING);
    }

    /** Why a node may not come, whether it is known here or not; null when it may. */
    private @Nullable BindRejectReason barred(long nowNs, int id, KeyClass pairClass) {
        if (isAncestor(id)) {
            return BindRejectReason.LOOP;
        }
        if (admission.isExpelled(id)) {
            return BindRejectReason.NOT_A_MEMBER;
        }
        Child before = children.settled(id);
        if (before != null && before.isBarred(nowNs)) {
            return BindRejectReason.TOO_SLOW;
        }
        return pairClass == KeyClass.LEAF_PAIR && isTooLate() ? BindRejectReason.TOO_LATE : null;
    }

    private void refuse(Path path, int id, KeyClass pairClass, Incarnation incarnation, BindRejectReason reason) {
        answers.refuse(path.source(), id, pairClass, incarnation, request.bindSequence(), reason);
    }

    private @Nullable BindRejectReason refusal(int id) {
        BindRejectReason refusal = admission.refusal(id, request.role());
        if (refusal == BindRejectReason.RESERVED) {
            counters.increment(CounterId.RESERVED_REFUSALS);
        }
        BindRejectReason result = refusal == null && !(children.hasPlace() && children.takePlace(id))
                ? BindRejectReason.NO_ROOM : refusal;
        if (result == BindRejectReason.NO_ROOM && admission.isFullOfOthers()) {
            counters.increment(CounterId.SHARED_PLACES_REFUSALS);
        }
        return result;
    }

    /** Whether a receiver comes when the session takes in nobody any more. One that needs a certain sequence was in it before. */
    private boolean isTooLate() {
        return session.refusesNewcomers() && request.neededSequence() == 0;
    }

    /**
     * Whether a request changes nothing but where its answer goes. One that made a lost child known before takes no place again, so that
     * replaying it keeps nobody out; the child's own next packet does.
     */
    private boolean isKnown(Child child) {
        return switch (child.state()) {
            case BOUND, PROVISIONAL -> true;
            case LOST -> child.bindSequence() == request.bindSequence() && admission.admits(child);
            case LEFT, HELD -> false;
        };
    }

    /** The place is held for a while only, however often the request comes: it may be replayed. */
    private Child enter(long nowNs, Path path, int id, KeyClass pairClass, Incarnation incarnation) {
        Child earlier = children.settled(id);
        Child sameRun = children.find(id, incarnation.high());
        answers.dismiss(sameRun);
        answers.dismiss(children.provisional(id));
        Child child = new Child(
                id,
                freeIndex(),
                pairClass,
                incarnation,
                path.source(),
                keys.downSealer(id, pairClass, incarnation),
                upVerifier(sameRun, id, pairClass, incarnation),
                new RttEstimator(FIRST_RTT_NS, MINIMUM_RTT_NS, MAXIMUM_RTT_NS),
                new TokenBucket(config.childRepairBytesPerSecond(), config.childRepairBurstBytes()));
        if (earlier != null && earlier.pairClass() == pairClass) {
            child.inherit(earlier);
        }
        int receivers = child.isRepairHead() ? request.receiverCount() : 1;
        child.report()
                .expect(firstNeeded(pairClass), config.windowPackets(), receivers, request.rejoin() ? receivers : 0, id,
                        request.transportEpoch());
        child.expiresNs(Deadlines.after(nowNs, config.tree().interiorSilenceNs()));
        children.add(child);
        return child;
    }

    /** What children that come from now on get. */
    void retune(ProtocolConfig other) {
        config = other;
    }

    /** The same run goes on with the same replay window: what it sent before it left, or was lost, must not bring it back. */
    private HopVerifier upVerifier(@Nullable Child sameRun, int id, KeyClass pairClass, Incarnation incarnation) {
        if (sameRun != null && sameRun.pairClass() == pairClass && sameRun.incarnation().equals(incarnation)) {
            return sameRun.up();
        }
        return keys.upVerifier(id, pairClass, incarnation);
    }

    private long firstNeeded(KeyClass pairClass) {
        long lowest = session.lowestRepairable();
        if (request.neededSequence() != 0) {
            return Math.max(request.neededSequence(), lowest);
        }
        return pairClass == KeyClass.LEAF_PAIR
                ? session.rules().firstForReceiver(lowest, session.highestSequence(), config.windowPackets())
                : SessionState.firstForRepairHead(lowest, session.highestReleased());
    }

    private int freeIndex() {
        int index = children.freeIndex();
        if (index < 0) {
            answers.dismiss(children.mostForgettable());
            index = children.freeIndex();
        }
        return index;
    }

    private boolean isAncestor(int id) {
        for (int i = 0; i < session.ancestorCount(); i++) {
            if (session.ancestor(i) == id) {
                return true;
            }
        }
        return id == keys.nodeId();
    }
}
