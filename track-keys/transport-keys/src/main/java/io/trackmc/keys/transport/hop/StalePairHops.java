package io.trackmc.keys.transport.hop;

import io.trackmc.keys.transport.key.BindKey;
import io.trackmc.keys.transport.key.HopInfo;
import io.trackmc.keys.transport.key.HopKey;
import io.trackmc.keys.transport.key.StalePairKey;
import io.trackmc.proto.event.DropReason;
import io.trackmc.proto.protect.Direction;
import io.trackmc.proto.protect.HopKeys;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.protect.KeyClass;
import io.trackmc.proto.wire.OuterHeader;
import org.jspecify.annotations.Nullable;

/** Seals and verifies packets of class STALE_PAIR (wire format §4.2), deriving each key on the spot. */
final class StalePairHops {

    /** What packets of this class have in place of the SPI of an epoch. */
    static final int SPI = 0xFFFFFFFF;

    private static final long NO_EPOCH = 0;

    private final HopContext context;
    private final HopInfo info;
    private final HopMac mac = new HopMac();
    private final HopKey key = new HopKey();
    private final StalePairKey root = new StalePairKey();
    private final byte[] digest = new byte[PacketDigests.DIGEST_LENGTH];

    StalePairHops(HopContext context, long gid) {
        this.context = context;
        this.info = new HopInfo(gid);
    }

    int seal(Pair pair, BindKey bindKey, int origin, Incarnation incarnation, long counter, byte[] datagram, int offset,
            int outerLength, int innerLength, byte[] innerDigest, int digestOffset) {
        OuterHeader.writeSecurity(datagram, offset, KeyClass.STALE_PAIR.code(), pair.direction.code(), SPI, origin,
                incarnation.high(), counter);
        derive(pair, bindKey, origin, incarnation.high());
        mac.compute(context.digests, datagram, offset, outerLength, innerDigest, digestOffset);
        mac.destroy();
        context.digests.writeIcv(datagram, offset + outerLength + innerLength);
        return outerLength + innerLength + HopKeys.ICV_LENGTH;
    }

    @Nullable
    DropReason verify(Pair pair, BindKey bindKey, int origin, byte[] datagram, int offset, int outerLength,
            int innerLength) {
        long claimed = OuterHeader.incarnation(datagram, offset);
        DropReason mismatch = Hop.mismatch(datagram, offset, KeyClass.STALE_PAIR, pair.direction, origin, claimed);
        if (mismatch != null) {
            return mismatch;
        }
        if (OuterHeader.spi(datagram, offset) != SPI) {
            return DropReason.UNKNOWN_SPI;
        }
        derive(pair, bindKey, origin, claimed);
        context.digests.digest(datagram, offset + outerLength, innerLength, digest, 0);
        mac.compute(context.digests, datagram, offset, outerLength, digest, 0);
        mac.destroy();
        return context.digests.macMatches(datagram, offset + outerLength + innerLength) ? null : DropReason.BAD_ICV;
    }

    private void derive(Pair pair, BindKey bindKey, int origin, long incarnationHigh) {
        context.schedule.stalePairKey(bindKey, root);
        int destination = origin == pair.child ? pair.parent : pair.child;
        info.on(KeyClass.STALE_PAIR, pair.direction, pair.region).from(origin, incarnationHigh, 0)
                .to(destination, Incarnation.ZERO).in(NO_EPOCH);
        context.schedule.hopKey(root, info, key);
        mac.set(key, Channels.pair(pair.parent, pair.child));
        key.destroy();
        root.destroy();
    }

    /**
     * A parent and a child, and which way.
     *
     * @param region of the parent
     */
    record Pair(Direction direction, int region, int parent, int child) {}
}
