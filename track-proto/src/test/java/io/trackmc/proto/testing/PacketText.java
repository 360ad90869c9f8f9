package io.trackmc.proto.testing;

import io.trackmc.proto.engine.Transmit;
import io.trackmc.proto.wire.BindConfirmMessage;
import io.trackmc.proto.wire.BindRejectMessage;
import io.trackmc.proto.wire.BindRequestMessage;
import io.trackmc.proto.wire.EjectRequestMessage;
import io.trackmc.proto.wire.HeartbeatMessage;
import io.trackmc.proto.wire.NackMessage;
import io.trackmc.proto.wire.NackSuppressMessage;
import io.trackmc.proto.wire.NullDataHeader;
import io.trackmc.proto.wire.TrackMessage;
import io.trackmc.proto.wire.UnbindRequestMessage;

/** One line for a packet, for failures and snapshots: type, where it goes, and what matters of its body. */
final class PacketText {

    private PacketText() {}

    static String of(Sent packet) {
        return packet.type() + where(packet) + body(packet);
    }

    private static String where(Sent packet) {
        return packet.destination() == Transmit.Destination.UNICAST
                ? " to " + packet.to()
                : " on " + packet.destination();
    }

    private static String body(Sent p) {
        return switch (p.type()) {
            case ODATA -> " " + p.sequence();
            case RDATA -> (p.stream() == 0 ? " " : " control ") + p.sequence();
            case NULL_DATA -> " sent=" + NullDataHeader.highestSent(p.bytes(), 0)
                    + (p.hasInner() ? " control " + p.sequence() : "");
            case HEARTBEAT -> heartbeat(p.as(new HeartbeatMessage()));
            case TRACK -> track(p.as(new TrackMessage()));
            case NACK -> nack(p.as(new NackMessage()));
            case NACK_SUPPRESS -> suppress(p.as(new NackSuppressMessage()));
            case BIND_REQUEST -> request(p.as(new BindRequestMessage()));
            case BIND_CONFIRM -> confirm(p.as(new BindConfirmMessage()));
            case BIND_REJECT -> " " + p.as(new BindRejectMessage()).reason();
            case UNBIND_REQUEST -> unbind(p.as(new UnbindRequestMessage()));
            case EJECT_REQUEST -> " " + p.as(new EjectRequestMessage()).reason();
            default -> "";
        };
    }

    private static String heartbeat(HeartbeatMessage m) {
        return " level=" + m.level() + " highest=" + m.highestSequence() + " released=" + m.highestReleased()
                + " repairable=" + m.lowestRepairable() + (m.closed() ? " closed=" + m.closeSequence() : "")
                + (m.probedCount() > 0 ? " probes" : "");
    }

    private static String track(TrackMessage m) {
        return " cum=" + m.cumAck() + " subtree=" + m.subtreeCumAck() + " allowed=" + m.highestAllowed()
                + " confirmed=" + m.subtreeConfirmed() + " control=" + m.controlCumAck() + " receivers="
                + m.receiverCount() + " complete=" + m.completeCount() + " failed=" + m.failureCount()
                + late(m.lateReceiverCount(), m.lateCount());
    }

    private static String late(int receivers, int confirmed) {
        return (receivers == 0 ? "" : " lateReceivers=" + receivers) + (confirmed == 0 ? "" : " late=" + confirmed);
    }

    private static String nack(NackMessage m) {
        StringBuilder text = new StringBuilder(m.stream() == 0 ? "" : " control");
        for (int i = 0; i < m.rangeCount(); i++) {
            text.append(' ').append(m.rangeFirst(i)).append('+').append(m.rangeLength(i));
        }
        for (int i = 0; i < m.badCount(); i++) {
            text.append(" bad ").append(m.badSequence(i));
        }
        return text.toString();
    }

    private static String suppress(NackSuppressMessage m) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < m.rangeCount(); i++) {
            text.append(' ').append(m.rangeFirst(i)).append('+').append(m.rangeLength(i));
        }
        return text.toString();
    }

    private static String request(BindRequestMessage m) {
        return " attempt=" + m.bindSequence() + (m.rejoin() ? " rejoin" : "") + " needs=" + m.neededSequence();
    }

    private static String confirm(BindConfirmMessage m) {
        return " attempt=" + m.bindSequence() + " level=" + m.level() + " highest=" + m.highestSequence()
                + " repairable=" + m.lowestRepairable();
    }

    private static String unbind(UnbindRequestMessage m) {
        return " " + m.reason() + (m.ask() ? " asks" : "") + " complete=" + m.completeCount() + " failed="
                + m.failureCount() + late(0, m.lateCount());
    }
}
