package io.trackmc.proto.tree;

import io.trackmc.proto.engine.EngineScratch;
import io.trackmc.proto.engine.Ingress;
import io.trackmc.proto.engine.MessageSet;
import io.trackmc.proto.event.DropReason;
import io.trackmc.proto.protect.HopKeys;
import io.trackmc.proto.protect.HopVerifier;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.seq.SequenceNumbers;
import io.trackmc.proto.wire.BindConfirmMessage;
import io.trackmc.proto.wire.BindPendingMessage;
import io.trackmc.proto.wire.BindRejectMessage;
import io.trackmc.proto.wire.MessageType;
import io.trackmc.proto.wire.OuterHeader;
import io.trackmc.proto.wire.RegionKeyList;
import org.jspecify.annotations.Nullable;

/** Reads what parents answer to BindRequests. The messages hold the answer that is handled now, and are reused. */
final class BindReplies {

    private final HopKeys keys;
    private final MessageSet received;
    private int bindSequence;
    private long incarnationTail;

    BindReplies(HopKeys keys, EngineScratch scratch) {
        this.keys = keys;
        this.received = scratch.received();
    }

    /**
     * Reads an answer of a parent to which this child is not bound.
     *
     * @param attempt bind sequence of the request that waits
     * @return the parent's run; null, with the drop counted, unless the answer is well-formed, to this request, and authentic
     */
    @Nullable
    Incarnation accept(Ingress packet, int attempt) {
        if (!isTo(attempt, packet)) {
            return null;
        }
        DropReason refused = keys.verifyBindReply(packet.origin(), packet.incarnation(), incarnationTail,
                packet.bytes(), packet.offset(), packet.outerLength());
        if (!packet.passes(refused) || !joinsWithinTheSession(packet)) {
            return null;
        }
        Incarnation parent = new Incarnation(packet.incarnation(), incarnationTail);
        return isFresh(packet, keys.downVerifier(packet.origin(), parent)) && isUsable(packet, parent) ? parent : null;
    }

    /** Whether the parent of a bond answers, authentically, the repeated request that made the bond; else counts the drop. */
    boolean accept(Ingress packet, int attempt, ParentBond bond) {
        if (!isTo(attempt, packet) || !isFresh(packet, bond.down())) {
            return false;
        }
        takeRegionKeys(packet, bond.incarnation());
        return true;
    }

    /** A parent whose region this child cannot hear is none: one of another tenant must give what it takes. */
    private boolean isUsable(Ingress packet, Incarnation parent) {
        takeRegionKeys(packet, parent);
        int spi = OuterHeader.spi(packet.bytes(), packet.offset());
        if (packet.type() == MessageType.BIND_CONFIRM && !keys.regionGrants().holds(packet.origin(), spi)) {
            packet.drop(DropReason.NO_REGION_KEY);
            return false;
        }
        return true;
    }

    private void takeRegionKeys(Ingress packet, Incarnation parent) {
        RegionKeyList regionKeys = confirm().regionKeys();
        for (int i = 0; packet.type() == MessageType.BIND_CONFIRM && i < regionKeys.count(); i++) {
            keys.regionGrants().take(
                    packet.origin(), parent, regionKeys.epoch(i), regionKeys.array(), regionKeys.offset(i));
        }
    }

    /** Marks the counter, so that no answer counts twice: not when the child is bound, and not when it binds again. */
    private static boolean isFresh(Ingress packet, HopVerifier down) {
        return packet.passes(down.verify(packet.bytes(), packet.offset(), packet.outerLength()));
    }

    /** The BindConfirm that is handled now. */
    BindConfirmMessage confirm() {
        return received.bindConfirm();
    }

    /** Run of the source that the BindConfirm says which is handled now. */
    Incarnation confirmedSource() {
        BindConfirmMessage confirm = confirm();
        return new Incarnation(confirm.sourceIncarnationHigh(), confirm.sourceIncarnationLow());
    }

    /** The BindReject that is handled now. */
    BindRejectMessage reject() {
        return received.bindReject();
    }

    /** The BindPending that is handled now. */
    BindPendingMessage pending() {
        return received.bindPending();
    }

    /** Whether the BindConfirm that is handled now names this node among the ancestors of the parent. */
    boolean confirmNames(int id) {
        BindConfirmMessage confirm = confirm();
        for (int i = 0; i < confirm.ancestorCount(); i++) {
            if (confirm.ancestor(i) == id) {
                return true;
            }
        }
        return false;
    }

    private boolean joinsWithinTheSession(Ingress packet) {
        BindConfirmMessage confirm = confirm();
        if (packet.type() != MessageType.BIND_CONFIRM
                || Math.max(confirm.highestSequence(), Math.max(confirm.lowestRepairable(), confirm.highestReleased()))
                        <= SequenceNumbers.MAX_JOIN) {
            return true;
        }
        packet.drop(DropReason.OUT_OF_WINDOW);
        return false;
    }

    private boolean isTo(int attempt, Ingress packet) {
        if (!parse(packet)) {
            packet.drop(DropReason.MALFORMED);
            return false;
        }
        if (bindSequence != attempt) {
            packet.drop(DropReason.STALE);
            return false;
        }
        return true;
    }

    private boolean parse(Ingress packet) {
        byte[] bytes = packet.bytes();
        int offset = packet.offset();
        BindConfirmMessage confirm = confirm();
        BindRejectMessage reject = reject();
        BindPendingMessage pending = pending();
        return switch (packet.type()) {
            case BIND_CONFIRM -> confirm.parse(bytes, offset)
                    && note(confirm.bindSequence(), confirm.incarnationTail());
            case BIND_REJECT -> reject.parse(bytes, offset) && note(reject.bindSequence(), reject.incarnationTail());
            default -> pending.parse(bytes, offset) && note(pending.bindSequence(), pending.incarnationTail());
        };
    }

    private boolean note(int sequence, long tail) {
        bindSequence = sequence;
        incarnationTail = tail;
        return true;
    }
}
