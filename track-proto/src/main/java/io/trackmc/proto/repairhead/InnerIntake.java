package io.trackmc.proto.repairhead;

import io.trackmc.proto.engine.EngineScratch;
import io.trackmc.proto.engine.Ingress;
import io.trackmc.proto.event.CounterId;
import io.trackmc.proto.event.Counters;
import io.trackmc.proto.event.DropReason;
import io.trackmc.proto.protect.HopVerifier;
import io.trackmc.proto.protect.InnerCheck;
import io.trackmc.proto.protect.KeyClass;
import io.trackmc.proto.tree.Region;
import io.trackmc.proto.tree.SessionState;
import io.trackmc.proto.tree.Upstream;
import io.trackmc.proto.window.ControlRecord;
import io.trackmc.proto.window.InnerStore;
import io.trackmc.proto.window.SequenceTracker;
import io.trackmc.proto.wire.InnerHeader;
import io.trackmc.proto.wire.MessageType;
import io.trackmc.proto.wire.NullDataHeader;
import io.trackmc.proto.wire.ODataHeader;
import org.jspecify.annotations.Nullable;

/**
 * A repair head's data path: checks what comes in on the data channel and as repairs, keeps the INNERs, and passes on those that
 * children wait for.
 */
final class InnerIntake {

    private final Ingress packet;
    private final SourceChannel source;
    private final SessionState session;
    private final InnerStore store;
    private final ControlRecord control;
    private final SequenceTracker tracker;
    private final LeadingEdge edge;
    private final Subtree subtree;
    private final Wanted wanted;
    private final Refetch refetch;
    private final Upstream upstream;
    private final Region region;
    private final SenderEcho echo;
    private final Counters counters;
    private final byte[] digest;

    InnerIntake(
            Ingress packet,
            SourceChannel source,
            SessionState session,
            InnerStore store,
            ControlRecord control,
            SequenceTracker tracker,
            LeadingEdge edge,
            Subtree subtree,
            Wanted wanted,
            Refetch refetch,
            Upstream upstream,
            Region region,
            SenderEcho echo,
            Counters counters, EngineScratch scratch) {
        this.digest = scratch.digest();
        this.packet = packet;
        this.source = source;
        this.session = session;
        this.store = store;
        this.control = control;
        this.tracker = tracker;
        this.edge = edge;
        this.subtree = subtree;
        this.wanted = wanted;
        this.refetch = refetch;
        this.upstream = upstream;
        this.region = region;
        this.echo = echo;
        this.counters = counters;
    }

    /** Handles the OData in the ingress; returns whether the store has more now. */
    boolean onOData(long nowNs) {
        HopVerifier verifier = source.verifier(packet);
        if (verifier == null || !accept(nowNs, verifier)) {
            return false;
        }
        counters.increment(CounterId.DATA_PACKETS);
        echo.own(nowNs, ODataHeader.timestamp(packet.bytes(), packet.offset()));
        return true;
    }

    /** The control record in it is for receivers: this node cannot open it, and takes one only from its parent alone. */
    void onNullData(long nowNs) {
        HopVerifier verifier = source.verifier(packet);
        if (verifier == null) {
            return;
        }
        byte[] bytes = packet.bytes();
        int offset = packet.offset();
        boolean alone = packet.innerLength() == 0;
        if (packet.passes(alone
                ? verifier.verify(bytes, offset, packet.outerLength())
                : verifier.verify(bytes, offset, packet.outerLength(), packet.innerLength(), digest, 0))) {
            edge.learn(nowNs, NullDataHeader.highestSent(bytes, offset));
            if (alone) {
                // The others could be replayed.
                edge.heardSource();
                echo.own(nowNs, NullDataHeader.timestamp(bytes, offset));
            }
        }
    }

    /** Handles the RData in the ingress; returns whether the store has more now: a control record is not in it. */
    boolean onRData(long nowNs) {
        boolean onDataChannel = packet.classCode() == KeyClass.DATA.code();
        HopVerifier verifier = onDataChannel ? source.verifier(packet) : upstream.repairVerifier(packet);
        if (verifier == null || !accept(nowNs, verifier)) {
            return false;
        }
        counters.increment(CounterId.REPAIRS_RECEIVED);
        if (!onDataChannel) {
            upstream.heardParent(nowNs);
        }
        return !isControl();
    }

    private boolean accept(long nowNs, HopVerifier verifier) {
        byte[] bytes = packet.bytes();
        int inner = packet.innerOffset();
        if (!packet.passes(InnerCheck.of(bytes, inner, session.source(), session.incarnation().high()))) {
            return false;
        }
        boolean isControl = isControl();
        long sequence = InnerHeader.sequence(bytes, inner);
        if (!packet.passes(isControl ? controlAdmission(sequence) : dataAdmission(sequence))) {
            return false;
        }
        if (!packet.passes(verifier.verify(
                bytes, packet.offset(), packet.outerLength(), packet.innerLength(), digest, 0))) {
            return false;
        }
        if (packet.classCode() == KeyClass.DATA.code()) {
            edge.heardSource();
        } else if (!isControl && isAhead(nowNs, sequence)) {
            packet.drop(DropReason.STALE);
            return false;
        }
        if (isControl) {
            control.set(sequence, bytes, inner, packet.innerLength(), digest, 0);
        } else {
            keep(nowNs, sequence, inner);
        }
        return true;
    }

    private boolean isControl() {
        return InnerHeader.stream(packet.bytes(), packet.innerOffset()) == InnerHeader.STREAM_CONTROL;
    }

    /**
     * A repair for a sibling, of what may still wait in this node's own data socket: taken, it would make all before it look lost. It
     * is a hint; should the data channel stay silent, this node asks for the packet too.
     */
    private boolean isAhead(long nowNs, long sequence) {
        if (sequence <= tracker.highest()) {
            return false;
        }
        edge.hint(nowNs, sequence);
        return true;
    }

    private @Nullable DropReason controlAdmission(long sequence) {
        if (packet.classCode() != KeyClass.INTERIOR_PAIR.code()) {
            return DropReason.WRONG_KEY_CLASS;
        }
        if (sequence <= control.acknowledged()) {
            return DropReason.DUPLICATE;
        }
        return sequence > control.acknowledged() + store.capacity() ? DropReason.OUT_OF_WINDOW : null;
    }

    /** Only what comes under the pair key replaces an INNER that a receiver could not open. */
    private @Nullable DropReason dataAdmission(long sequence) {
        if (refetch.isWaiting(sequence)) {
            DropReason refused = tracker.isHeld(sequence) ? DropReason.DUPLICATE : DropReason.WRONG_KEY_CLASS;
            return packet.classCode() == KeyClass.INTERIOR_PAIR.code() ? null : refused;
        }
        return switch (tracker.admission(sequence)) {
            case NEW -> null;
            case DUPLICATE -> DropReason.DUPLICATE;
            case OUT_OF_WINDOW -> DropReason.OUT_OF_WINDOW;
        };
    }

    private void keep(long nowNs, long sequence, int innerOffset) {
        byte[] slot = store.claim(sequence, packet.innerLength());
        System.arraycopy(packet.bytes(), innerOffset, slot, 0, packet.innerLength());
        System.arraycopy(digest, 0, slot, packet.innerLength(), digest.length);
        store.commit(sequence, packet.innerLength());
        // Of what is stored only, not of what is heard of: who joins, or comes from another parent, relies on it.
        session.highestSequence(sequence);
        session.lowestRepairable(sequence - store.capacity() + 1);
        refetch.arrived(nowNs, sequence, digest);
        if (!tracker.isHeld(sequence)) {
            boolean newest = sequence > tracker.highest();
            if (!newest) {
                upstream.nacks().onFilled(nowNs, sequence, packet.type() == MessageType.RDATA);
            }
            tracker.markHeld(sequence);
            edge.received(nowNs, newest);
            subtree.updateLimit();
            upstream.tracks().receivedForOthers();
        }
        if (wanted.contains(sequence)) {
            passOn(nowNs, sequence, wanted.take(sequence));
        }
    }

    /** What the sender repairs for everybody reaches the children without this node. */
    private void passOn(long nowNs, long sequence, int childIndexOrRegion) {
        if (packet.type() == MessageType.RDATA && packet.classCode() == KeyClass.DATA.code()) {
            region.repairedForAll(nowNs, sequence);
        } else {
            region.repair(nowNs, sequence, childIndexOrRegion);
        }
    }
}
