package io.trackmc.proto.receiver;

import io.trackmc.proto.engine.EngineScratch;
import io.trackmc.proto.engine.Ingress;
import io.trackmc.proto.event.DropReason;
import io.trackmc.proto.protect.ContentOpener;
import io.trackmc.proto.protect.HopVerifier;
import io.trackmc.proto.protect.InnerCheck;
import io.trackmc.proto.protect.KeyClass;
import io.trackmc.proto.window.ReceiveWindow;
import io.trackmc.proto.wire.CloseRecord;
import io.trackmc.proto.wire.EpochRecord;
import io.trackmc.proto.wire.InnerHeader;
import io.trackmc.proto.wire.MessageType;
import io.trackmc.proto.wire.NullDataHeader;
import org.jspecify.annotations.Nullable;

/**
 * Takes in INNERs, of whichever packet they came with: what is new and authentic is opened, data into the window, and the record that
 * closes the session into {@link SessionEnd}.
 *
 * <p>An INNER is marked as held only after it was opened, so a Track never acknowledges what could not be read. The close of a
 * session is believed only from an INNER of the source's control stream.
 */
final class InnerIntake {

    private final Ingress packet;
    private final DataChannel channel;
    private final ContentOpener opener;
    private final ReceiveWindow window;
    private final SessionEnd end;
    private final Membership membership;
    private final LeadingEdge leadingEdge;
    private final Delivery delivery;
    private final ReceiverKeys rekeys;
    private final EngineScratch scratch;
    private final int contentBytes;

    /** @param contentBytes the longest content of an INNER */
    InnerIntake(
            Ingress packet,
            DataChannel channel,
            ContentOpener opener,
            ReceiveWindow window,
            SessionEnd end,
            Membership membership,
            Delivery delivery,
            ReceiverKeys rekeys,
            EngineScratch scratch,
            int contentBytes) {
        this.packet = packet;
        this.channel = channel;
        this.opener = opener;
        this.window = window;
        this.end = end;
        this.membership = membership;
        this.leadingEdge = membership.leadingEdge();
        this.delivery = delivery;
        this.rekeys = rekeys;
        this.scratch = scratch;
        this.contentBytes = contentBytes;
    }

    /** Takes in the INNER of the present packet; false, with the drop counted, when it is of no use. */
    boolean accept(long nowNs, HopVerifier verifier) {
        byte[] bytes = packet.bytes();
        int inner = packet.innerOffset();
        if (!packet.passes(InnerCheck.of(bytes, inner, channel.source(), channel.run().high()))) {
            return false;
        }
        boolean control = InnerHeader.stream(bytes, inner) == InnerHeader.STREAM_CONTROL;
        long sequence = InnerHeader.sequence(bytes, inner);
        if (!packet.passes(control ? controlAdmission(sequence) : dataAdmission(sequence))) {
            return false;
        }
        if (!packet.passes(verifier.verify(
                bytes, packet.offset(), packet.outerLength(), packet.innerLength(), scratch.digest(), 0))) {
            return false;
        }
        if (packet.classCode() == KeyClass.DATA.code()) {
            leadingEdge.heard();
        } else if (!control && isAhead(nowNs, sequence)) {
            packet.drop(DropReason.STALE);
            return false;
        }
        if (packet.type() == MessageType.NULL_DATA) {
            rekeys.onContentHint(nowNs, NullDataHeader.contentSpi(bytes, packet.offset()));
        }
        return control ? openControl(nowNs, sequence) : openData(nowNs, sequence);
    }

    /**
     * A repair for a sibling, of what may still wait in this node's own data socket: taken, it would make all before it look lost. It
     * is a hint; should the data channel stay silent, this node asks for the packet too.
     */
    private boolean isAhead(long nowNs, long sequence) {
        if (sequence <= window.tracker().highest()) {
            return false;
        }
        leadingEdge.hint(nowNs, sequence);
        return true;
    }

    private @Nullable DropReason controlAdmission(long sequence) {
        return sequence <= end.controlSequence() ? DropReason.DUPLICATE : null;
    }

    private @Nullable DropReason dataAdmission(long sequence) {
        return switch (window.admission(sequence)) {
            case NEW -> null;
            case DUPLICATE -> DropReason.DUPLICATE;
            case OUT_OF_WINDOW -> DropReason.OUT_OF_WINDOW;
        };
    }

    private boolean openData(long nowNs, long sequence) {
        int contentSpi = InnerHeader.contentSpi(packet.bytes(), packet.innerOffset());
        byte[] content = window.claim(sequence);
        int length = open(content);
        if (length < 0) {
            countUnopened(length);
            leadingEdge.learn(nowNs, sequence);
            rekeys.onContentHint(nowNs, contentSpi);
            boolean fromOwnRegion = packet.classCode() != KeyClass.DATA.code(); // that key everybody has
            if (length == ContentOpener.UNKNOWN_SPI && packet.type() == MessageType.RDATA && fromOwnRegion) {
                rekeys.onUnopenable(contentSpi, sequence);
            }
            if (length == ContentOpener.FORGED || (packet.type() == MessageType.RDATA
                    && rekeys.isReportable(nowNs, contentSpi, sequence))) {
                membership.upstream().reportBad(sequence, scratch.digest());
            }
            return false;
        }
        membership.onSourceProven();
        boolean newest = sequence > window.tracker().highest();
        rekeys.onData(contentSpi, sequence);
        if (!newest) {
            membership.upstream().nacks().onFilled(nowNs, sequence, packet.type() == MessageType.RDATA);
        }
        window.commit(sequence, length);
        if (membership.rules().isUnordered()) {
            delivery.arrivedUnordered(sequence);
        }
        leadingEdge.received(nowNs, newest);
        membership.upstream().tracks().received();
        rekeys.onOpened(nowNs, contentSpi, sequence);
        membership.checkComplete(nowNs);
        return true;
    }

    private boolean openControl(long nowNs, long sequence) {
        byte[] controlContent = scratch.content(contentBytes);
        int length = open(controlContent);
        int contentSpi = InnerHeader.contentSpi(packet.bytes(), packet.innerOffset());
        if (length < 0) {
            countUnopened(length);
            rekeys.onContentHint(nowNs, contentSpi);
            return false;
        }
        if (EpochRecord.valid(controlContent, 0, length)) {
            membership.onSourceProven();
            end.noteControl(sequence);
            rekeys.onOpened(nowNs, contentSpi, EpochRecord.lastSequence(controlContent, 0) + 1);
            membership.upstream().tracks().changed();
            return true;
        }
        if (!CloseRecord.valid(controlContent, 0, length)) {
            packet.drop(DropReason.BAD_CONTENT);
            return false;
        }
        membership.onSourceProven();
        rekeys.onOpened(nowNs, contentSpi, CloseRecord.lastSequence(controlContent, 0) + 1);
        boolean known = end.isClosed();
        end.close(sequence, controlContent, 0);
        if (!known) {
            membership.onClosed();
        }
        if (packet.type() == MessageType.NULL_DATA) {
            leadingEdge.learn(nowNs, end.closeSequence());
        } else {
            leadingEdge.hint(nowNs, end.closeSequence());
        }
        membership.upstream().tracks().hasten();
        membership.checkComplete(nowNs);
        return true;
    }

    /** Length of the content, or why there is none. */
    private int open(byte[] content) {
        return opener.open(
                channel.run(), packet.bytes(), packet.innerOffset(), packet.innerLength(), content, 0);
    }

    private void countUnopened(int why) {
        packet.drop(why == ContentOpener.FORGED ? DropReason.FORGED_CONTENT : DropReason.UNKNOWN_CONTENT_SPI);
    }
}
