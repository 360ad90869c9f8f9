package io.trackmc.proto.tree;

import io.trackmc.proto.engine.Endpoint;
import io.trackmc.proto.engine.EngineScratch;
import io.trackmc.proto.engine.ProtocolConfig;
import io.trackmc.proto.engine.Transmit;
import io.trackmc.proto.event.CounterId;
import io.trackmc.proto.event.Counters;
import io.trackmc.proto.event.DropReason;
import io.trackmc.proto.protect.HopKeys;
import io.trackmc.proto.protect.HopSealer;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.protect.KeyClass;
import io.trackmc.proto.protect.RegionGrants;
import io.trackmc.proto.time.MicroClock;
import io.trackmc.proto.wire.BindConfirmMessage;
import io.trackmc.proto.wire.BindPendingMessage;
import io.trackmc.proto.wire.BindRejectMessage;
import io.trackmc.proto.wire.BindRejectReason;
import io.trackmc.proto.wire.BindRole;
import io.trackmc.proto.wire.EjectReason;
import io.trackmc.proto.wire.EjectRequestMessage;
import io.trackmc.proto.wire.EmptyMessage;
import io.trackmc.proto.wire.MessageType;
import io.trackmc.proto.wire.RegionKeyList;
import io.trackmc.proto.wire.UnbindRequestMessage;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** What a parent owes children of its answers: one to each child, the newest, and refusals to those that it does not know. */
final class BindAnswers {

    /** Most refusals that wait to be sent; more are dropped, and the child asks again. */
    static final int MAX_WAITING_REJECTS = 16;

    private final HopKeys keys;
    private final HopSealer regionSealer;
    private final ChildTable children;
    private final AlternateParents alternates;
    private final SessionState session;
    private final ProtocolConfig config;
    private final Counters counters;
    private final ArrayDeque<Rejection> rejections = new ArrayDeque<>(MAX_WAITING_REJECTS);
    private final BindConfirmMessage confirm;
    private final BindPendingMessage pending;
    private final BindRejectMessage reject;
    private final EjectRequestMessage eject;
    private int repliesDue;

    BindAnswers(
            HopKeys keys,
            HopSealer regionSealer,
            ChildTable children,
            AlternateParents alternates,
            SessionState session,
            ProtocolConfig config,
            Counters counters, EngineScratch scratch) {
        this.confirm = scratch.written().bindConfirm();
        this.pending = scratch.written().bindPending();
        this.reject = scratch.written().bindReject();
        this.eject = scratch.written().eject();
        this.keys = keys;
        this.regionSealer = regionSealer;
        this.children = children;
        this.alternates = alternates;
        this.session = session;
        this.config = config;
        this.counters = counters;
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

    /** Removes an entry with what is owed to it. */
    void dismiss(@Nullable Child child) {
        if (child != null) {
            forget(child);
            children.remove(child);
        }
    }

    /** A child is not admitted. There is no entry for it, so what it is told is kept apart until it is sent. */
    void refuse(Endpoint endpoint, int id, KeyClass pairClass, Incarnation incarnation, int bindSequence,
            BindRejectReason reason) {
        if (rejections.size() >= MAX_WAITING_REJECTS) {
            counters.drop(DropReason.NO_ROOM);
            return;
        }
        rejections.add(new Rejection(endpoint, id, pairClass, incarnation, bindSequence, reason));
    }

    /** Writes an answer that is owed; false when there is none. */
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
        if (child.wantsRegionKey()) {
            addRegionKeys(child);
        }
        return confirm.write(datagram, 0);
    }

    /** Whoever has asked and was let in is a child that may have them; only it can open them. */
    private void addRegionKeys(Child child) {
        RegionGrants grants = keys.regionGrants();
        RegionKeyList regionKeys = confirm.regionKeys();
        for (int i = 0; i < RegionKeyList.MAX_ENTRIES && grants.offered(i) != 0; i++) {
            int entry = regionKeys.add(grants.offered(i));
            grants.wrap(child.id(), child.pairClass(), child.incarnation(), regionKeys.epoch(entry), regionKeys.array(),
                    regionKeys.offset(entry));
        }
        counters.add(CounterId.REGION_KEYS_GIVEN, regionKeys.count());
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
