package io.trackmc.keys.transport.hop;

import io.trackmc.keys.transport.key.HopInfo;
import io.trackmc.keys.transport.key.HopRoot;
import io.trackmc.keys.transport.msa.TransportEpoch;
import io.trackmc.proto.event.DropReason;
import io.trackmc.proto.protect.Direction;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.protect.KeyClass;
import io.trackmc.proto.wire.OuterHeader;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One hop of one origin run: what its keys are bound to, and how they are found in each epoch.
 *
 * @param keyClass class of its keys
 * @param direction direction of its packets
 * @param origin node that authenticates
 * @param incarnation run of that node
 * @param channelId goes into each ICV (wire format §2.2)
 * @param info goes into each derivation
 * @param root finds the root key in an epoch; null when this node has none
 */
record Hop(KeyClass keyClass, Direction direction, int origin, Incarnation incarnation, long channelId, HopInfo info,
        Function<TransportEpoch, @Nullable HopRoot> root) {

    /** Why a packet does not belong to this hop, as far as its header tells; null when it does. */
    @Nullable
    DropReason mismatch(byte[] datagram, int offset) {
        return mismatch(datagram, offset, keyClass, direction, origin, incarnation.high());
    }

    static @Nullable DropReason mismatch(byte[] datagram, int offset, KeyClass keyClass, Direction direction,
            int origin,
            long incarnationHigh) {
        if (OuterHeader.classCode(datagram, offset) != keyClass.code()
                || OuterHeader.directionCode(datagram, offset) != direction.code()) {
            return DropReason.WRONG_KEY_CLASS;
        }
        if (OuterHeader.origin(datagram, offset) != origin) {
            return DropReason.UNKNOWN_ORIGIN;
        }
        return OuterHeader.incarnation(datagram, offset) == incarnationHigh ? null : DropReason.WRONG_INCARNATION;
    }
}
