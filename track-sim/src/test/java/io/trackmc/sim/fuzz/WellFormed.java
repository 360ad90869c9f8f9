package io.trackmc.sim.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.wire.AdvertiseMessage;
import io.trackmc.proto.wire.BindConfirmMessage;
import io.trackmc.proto.wire.BindPendingMessage;
import io.trackmc.proto.wire.BindRejectMessage;
import io.trackmc.proto.wire.BindRequestMessage;
import io.trackmc.proto.wire.EjectRequestMessage;
import io.trackmc.proto.wire.HeartbeatMessage;
import io.trackmc.proto.wire.Message;
import io.trackmc.proto.wire.MessageType;
import io.trackmc.proto.wire.NackMessage;
import io.trackmc.proto.wire.NackSuppressMessage;
import io.trackmc.proto.wire.OuterHeader;
import io.trackmc.proto.wire.PacketShape;
import io.trackmc.proto.wire.TrackMessage;
import io.trackmc.proto.wire.UnbindRequestMessage;
import java.util.HexFormat;
import java.util.List;

/** Whatever an engine was told, what it says itself keeps the rules of the wire format. */
final class WellFormed {

    private final List<Message> messages = List.of(new HeartbeatMessage(), new TrackMessage(), new NackMessage(),
            new NackSuppressMessage(), new BindRequestMessage(), new BindConfirmMessage(), new BindRejectMessage(),
            new BindPendingMessage(), new UnbindRequestMessage(), new EjectRequestMessage(), new AdvertiseMessage());

    void check(byte[] datagram, int maxBytes) {
        assertThat(PacketShape.check(datagram, 0, datagram.length, maxBytes)).as("shape of what was sent").isNull();
        MessageType type = MessageType.of(OuterHeader.typeCode(datagram, 0));
        for (Message message : messages) {
            if (message.type() == type) {
                assertThat(message.parse(datagram, 0))
                        .as(() -> "body of a " + type + " that was sent: " + HexFormat.of().formatHex(datagram))
                        .isTrue();
            }
        }
    }
}
