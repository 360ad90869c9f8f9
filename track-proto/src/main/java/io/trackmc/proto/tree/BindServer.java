package io.trackmc.proto.tree;

import io.trackmc.proto.engine.Endpoint;
import io.trackmc.proto.engine.Ingress;
import io.trackmc.proto.engine.Path;
import io.trackmc.proto.engine.ProtocolConfig;
import io.trackmc.proto.engine.Transmit;
import io.trackmc.proto.event.CounterId;
import io.trackmc.proto.event.Counters;
import io.trackmc.proto.event.DropReason;
import io.trackmc.proto.protect.HopKeys;
import io.trackmc.proto.protect.HopSealer;
import io.trackmc.proto.protect.HopVerifier;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.protect.KeyClass;
import io.trackmc.proto.rate.RttEstimator;
import io.trackmc.proto.rate.TokenBucket;
import io.trackmc.proto.time.Deadlines;
import io.trackmc.proto.time.MicroClock;
import io.trackmc.proto.wire.BindConfirmMessage;
import io.trackmc.proto.wire.BindPendingMessage;
import io.trackmc.proto.wire.BindRejectMessage;
import io.trackmc.proto.wire.BindRejectReason;
import io.trackmc.proto.wire.BindRequestMessage;
import io.trackmc.proto.wire.BindRole;
import io.trackmc.proto.wire.EjectReason;
import io.trackmc.proto.wire.EjectRequestMessage;
import io.trackmc.proto.wire.EmptyMessage;
import io.trackmc.proto.wire.MessageType;
import io.trackmc.proto.wire.UnbindRequestMessage;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * A parent's side of binding: admits children, answers each BindRequest once, and lets children go.
 *
 * <p>A BindRequest proves that somebody with the child's BK once sent it, not that it is fresh. So it makes a provisional
 * entry, whose answer goes back to where the request came from, and nothing else; the child counts after its first packet under
 * both incarnations (security rules, "Identity").
 */
final class BindServer {

    /** Most refusals that wait to be sent; more are dropped, and the child asks again. */
    static final int MAX_WAITING_REJECTS = 16;

    private static final long FIRST_RTT_NS = 2_000_000;
    private static final long MINIMUM_RTT_NS = 10_000;
    private static final long MAXIMUM_RTT_NS = 2_000_000_000L;

    private final HopKeys keys;
    private final HopSealer regionSealer;
    private final ChildTable children;
    private final Admission admission;
    private final AlternateParents alternates;
    private final SessionState session;
    private final ProtocolConfig config;
    private final Counters counters;
    private final ArrayDeque<Rejection> rejections = new ArrayDeque<>(MAX_WAITING_REJECTS);
    private final BindRequestMessage request = new BindRequestMessage();
    private final BindConfirmMessage confirm = new BindConfirmMessage();
    private final BindPendingMessage pending = new BindPendingMessage();
    private final BindRejectMessage reject = new BindRejectMessage();
    private final EjectRequestMessage eject = new EjectRequestMessage();
    private int repliesDue;

    BindServer(
            HopKeys keys,
            HopSealer regionSealer,
            ChildTable children,
            Admission admission,
            AlternateParents alternates,
            SessionState session,
            ProtocolConfig config,
            Counters counters) {
        this.keys = keys;
        this.regionSealer = regionSealer;
        this.children = children;
        this.admission = admission;
        this.alternates = alternates;
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
                owe(child, Child.Reply.BIND_CONFIRM);
            }
        }
    }

    /** Whether it is certain that the child may stay: a receiver that may be too late is judged when it asks again. */
    private boolean isJudged(Child child) {
        return child.isRepairHead() || !session.refusesNewcomers();
    }

    /** Sets the answer that a child gets next; an older one that waits is overtaken. */
    void owe(Child child, Child.Reply reply) {
        if (child.reply() == Child.Reply.NONE) {
            repliesDue++;
        }
        child.reply(reply);
    }

    /** Forgets what is owed to a child. */
    void forget(Child child) {
        if (child.reply() != Child.Reply.NONE) {
            repliesDue--;
            child.reply(Child.Reply.NONE);
        }
    }

    boolean poll(long nowNs, Transmit out) {
        Rejection rejection = rejections.poll();
        if (rejection != null) {
            writeReject(nowNs, out, rejection);
            return true;
        }
        for (int i = 0; repliesDue > 0 && i < children.size(); i++) {
            Child child = children.at(i);
            if (child != null && child.reply() != Child.Reply.NONE) {
                writeReply(nowNs, out, child);
                return true;
            }
        }
        return false;
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
        if (isAncestor(id)) {
            refuse(path, id, pairClass, incarnation, BindRejectReason.LOOP);
            return;
        }
        if (admission.isExpelled(id)) {
            refuse(path, id, pairClass, incarnation, BindRejectReason.NOT_A_MEMBER);
            return;
        }
        Child before = children.settled(id);
        if (before != null && before.isBarred(nowNs)) {
            refuse(path, id, pairClass, incarnation, BindRejectReason.TOO_SLOW);
            return;
        }
        if (pairClass == KeyClass.LEAF_PAIR && isTooLate()) {
            refuse(path, id, pairClass, incarnation, BindRejectReason.TOO_LATE);
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
        owe(child, session.isServable() ? Child.Reply.BIND_CONFIRM : Child.Reply.BIND_PENDING);
    }

    private @Nullable BindRejectReason refusal(int id) {
        BindRejectReason refusal = admission.refusal(id, request.role());
        if (refusal == BindRejectReason.RESERVED) {
            counters.increment(CounterId.RESERVED_REFUSALS);
        }
        return refusal == null && !children.hasPlace() ? BindRejectReason.NO_ROOM : refusal;
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
        dismiss(sameRun);
        dismiss(children.provisional(id));
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
            dismiss(children.mostForgettable());
            index = children.freeIndex();
        }
        return index;
    }

    /** Removes an entry with what is owed to it. */
    void dismiss(@Nullable Child child) {
        if (child != null) {
            forget(child);
            children.remove(child);
        }
    }

    private boolean isAncestor(int id) {
        for (int i = 0; i < session.ancestorCount(); i++) {
            if (session.ancestor(i) == id) {
                return true;
            }
        }
        return id == keys.nodeId();
    }

    private void refuse(Path path, int id, KeyClass pairClass, Incarnation incarnation, BindRejectReason reason) {
        if (rejections.size() >= MAX_WAITING_REJECTS) {
            counters.drop(DropReason.NO_ROOM);
            return;
        }
        rejections.add(new Rejection(path.source(), id, pairClass, incarnation, request.bindSequence(), reason));
    }

    private void writeReject(long nowNs, Transmit out, Rejection rejection) {
        reject.reset();
        reject.incarnationTail(keys.incarnation().low())
                .bindSequence(rejection.bindSequence)
                .reason(rejection.reason);
        if (rejection.reason != BindRejectReason.LOOP) {
            nameAlternates(nowNs, rejection.child, roleOf(rejection.pairClass));
        }
        int outerLength = reject.write(out.bytes(), 0);
        out.unicast(
                rejection.endpoint,
                keys.downSealer(rejection.child, rejection.pairClass, rejection.incarnation)
                        .seal(out.bytes(), 0, outerLength));
    }

    private static BindRole roleOf(KeyClass pairClass) {
        return pairClass == KeyClass.INTERIOR_PAIR ? BindRole.REPAIR_HEAD : BindRole.RECEIVER;
    }

    private void nameAlternates(long nowNs, int child, BindRole role) {
        int count = alternates.find(nowNs, child, role);
        for (int i = 0; i < count; i++) {
            reject.addAlternate(alternates.get(i));
        }
    }

    private void writeReply(long nowNs, Transmit out, Child child) {
        int outerLength = switch (child.reply()) {
            case BIND_CONFIRM -> writeConfirm(out.bytes(), child);
            case BIND_PENDING -> writePending(out.bytes(), child);
            case EJECT_REQUEST -> writeEject(out.bytes(), awayReason(child), 0);
            case LEAVING_NOTICE -> writeEject(
                    out.bytes(), EjectReason.PARENT_LEAVING, alternateFor(nowNs, child));
            case UNBIND_ASKED -> EmptyMessage.write(
                    out.bytes(), 0, MessageType.UNBIND_CONFIRM, UnbindRequestMessage.FLAG_ASK);
            default -> EmptyMessage.write(out.bytes(), 0, MessageType.UNBIND_CONFIRM);
        };
        Endpoint target = isBindReply(child.reply()) ? child.replyTo() : child.endpoint();
        forget(child);
        out.unicast(target, child.down().seal(out.bytes(), 0, outerLength));
    }

    private static boolean isBindReply(Child.Reply reply) {
        return reply == Child.Reply.BIND_CONFIRM || reply == Child.Reply.BIND_PENDING;
    }

    /** Another one for each child, so that they do not all go to the same. */
    private int alternateFor(long nowNs, Child child) {
        int count = alternates.find(nowNs, child.id(), child.role());
        return count == 0 ? 0 : alternates.get(child.index() % count);
    }

    private static EjectReason awayReason(Child child) {
        return child.wasTooSlow() ? EjectReason.CHILD_TOO_SLOW : EjectReason.PARENT_FAILED;
    }

    private int writeEject(byte[] datagram, EjectReason reason, int alternate) {
        eject.reset();
        eject.reason(reason).alternate(alternate);
        return eject.write(datagram, 0);
    }

    private int writePending(byte[] datagram, Child child) {
        pending.reset();
        pending.incarnationTail(keys.incarnation().low())
                .bindSequence(child.bindSequence())
                .retryAfter(MicroClock.micros(4 * config.tree().bindMinimumNs()));
        return pending.write(datagram, 0);
    }

    private int writeConfirm(byte[] datagram, Child child) {
        confirm.reset();
        session.fillContent(confirm.content());
        confirm.incarnationTail(keys.incarnation().low())
                .bindSequence(child.bindSequence())
                .level(session.level())
                .childIndex(child.index())
                .trackInterval(MicroClock.micros(config.tree().trackNs()))
                .heartbeatInterval(MicroClock.micros(config.tree().heartbeatNs()))
                .sourceId(session.source())
                .sourceIncarnationHigh(session.incarnation().high())
                .sourceIncarnationLow(session.incarnation().low())
                .lowestRepairable(session.lowestRepairable())
                .highestSequence(session.highestSequence())
                .highestReleased(session.highestReleased())
                .regionCounter(regionSealer.counter())
                .sourceCounter(session.sourceCounter(regionSealer.spi()))
                .rules(session.rules())
                .senderRtt(senderRtt(child));
        for (int i = 0; i < session.ancestorCount(); i++) {
            confirm.addAncestor(session.ancestor(i));
        }
        return confirm.write(datagram, 0);
    }

    /** From the child to the sender and back, as the wire has it; 0 until both parts have been measured. */
    private int senderRtt(Child child) {
        boolean known = session.senderRttNs() >= 0 && child.rtt().isSampled();
        return known ? Math.max(1, MicroClock.micros(session.senderRttNs() + child.rtt().rttNs())) : 0;
    }

    /** A refusal that waits to be sent; the refused has no entry in the table. */
    private record Rejection(
            Endpoint endpoint,
            int child,
            KeyClass pairClass,
            Incarnation incarnation,
            int bindSequence,
            BindRejectReason reason) {}
}
