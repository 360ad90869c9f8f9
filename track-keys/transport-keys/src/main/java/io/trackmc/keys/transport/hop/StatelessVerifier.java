package io.trackmc.keys.transport.hop;

import io.trackmc.keys.transport.key.BindKey;
import io.trackmc.keys.transport.key.BindMaster;
import io.trackmc.keys.transport.key.HopInfo;
import io.trackmc.keys.transport.key.HopRoot;
import io.trackmc.keys.transport.msa.TransportEpoch;
import io.trackmc.proto.event.DropReason;
import io.trackmc.proto.protect.Direction;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.protect.KeyClass;
import io.trackmc.proto.wire.OuterHeader;
import org.jspecify.annotations.Nullable;

/**
 * Verifies packets of nodes with which no relation exists yet, deriving the key on the spot in scratch space: nothing is kept
 * and nothing allocated, however many forged requests arrive. There is no replay window; the bind sequence does that work.
 */
final class StatelessVerifier {

    private final HopContext context;
    private final HopInfo info;
    private final HopMac mac = new HopMac();

    StatelessVerifier(HopContext context, long gid) {
        this.context = context;
        this.info = new HopInfo(gid);
    }

    /** A packet from child to parent, where this node is the parent and its run is not known to the child. */
    @Nullable
    DropReason verifyRequest(BindMaster master, int region, int self, KeyClass pairClass, int child,
            long childHigh, long childLow, byte[] datagram, int offset, int outerLength) {
        DropReason mismatch = Hop.mismatch(datagram, offset, pairClass, Direction.UP, child, childHigh);
        TransportEpoch epoch = context.ring.bySpi(OuterHeader.spi(datagram, offset));
        if (mismatch != null || epoch == null) {
            return mismatch != null ? mismatch : DropReason.UNKNOWN_SPI;
        }
        info.on(pairClass, Direction.UP, region).from(child, childHigh, childLow).to(self, Incarnation.ZERO);
        HopRoot root = context.roots.pair(pairClass, epoch, master, self, child);
        context.derive(root, info, epoch, Channels.pair(self, child), mac);
        return check(datagram, offset, outerLength);
    }

    /** A packet from parent to child, where this node is the child and the parent tells its run in the packet. */
    @Nullable
    DropReason verifyReply(BindKey bindKey, int region, KeyClass pairClass, int parent,
            long parentHigh, long parentLow, int self, Incarnation selfIncarnation, byte[] datagram, int offset,
            int outerLength) {
        DropReason mismatch = Hop.mismatch(datagram, offset, pairClass, Direction.DOWN, parent, parentHigh);
        TransportEpoch epoch = context.ring.bySpi(OuterHeader.spi(datagram, offset));
        if (mismatch != null || epoch == null) {
            return mismatch != null ? mismatch : DropReason.UNKNOWN_SPI;
        }
        info.on(pairClass, Direction.DOWN, region).from(parent, parentHigh, parentLow).to(self, selfIncarnation);
        context.derive(context.roots.pair(pairClass, epoch, bindKey), info, epoch, Channels.pair(parent, self), mac);
        return check(datagram, offset, outerLength);
    }

    /** Advertise or Query: a packet under class DATA, of any node. */
    @Nullable
    DropReason verifyHint(
            int origin, long originHigh, long originLow, byte[] datagram, int offset, int outerLength) {
        DropReason mismatch = Hop.mismatch(datagram, offset, KeyClass.DATA, Direction.MULTICAST, origin, originHigh);
        TransportEpoch epoch = context.ring.bySpi(OuterHeader.spi(datagram, offset));
        if (mismatch != null || epoch == null) {
            return mismatch != null ? mismatch : DropReason.UNKNOWN_SPI;
        }
        info.on(KeyClass.DATA, Direction.MULTICAST, Channels.NO_REGION).from(origin, originHigh, originLow)
                .to(0, Incarnation.ZERO);
        context.derive(context.roots.data(epoch), info, epoch, Channels.DATA, mac);
        return check(datagram, offset, outerLength);
    }

    private @Nullable DropReason check(byte[] datagram, int offset, int outerLength) {
        mac.compute(context.digests, datagram, offset, outerLength, PacketDigests.EMPTY_DIGEST, 0);
        mac.destroy();
        return context.digests.macMatches(datagram, offset + outerLength) ? null : DropReason.BAD_ICV;
    }
}
