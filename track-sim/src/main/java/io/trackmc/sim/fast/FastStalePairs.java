package io.trackmc.sim.fast;

import io.trackmc.proto.event.DropReason;
import io.trackmc.proto.protect.Direction;
import io.trackmc.proto.protect.HopKeys;
import io.trackmc.proto.protect.KeyClass;
import io.trackmc.proto.protect.StalePairs;
import io.trackmc.proto.wire.OuterHeader;
import io.trackmc.sim.fast.FastHop.Run;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/** Checksums under no epoch between a parent and a child, made on the spot as the real ones are. */
final class FastStalePairs implements StalePairs {

    private static final int SPI = 0xFFFFFFFF;
    private static final byte[] NOTHING = new byte[HopKeys.DIGEST_LENGTH];

    private final FastSecrets secrets;
    private final Run self;
    private final IntUnaryOperator regions;
    private final byte[] digest = new byte[HopKeys.DIGEST_LENGTH];
    private long requests;

    /** @param regions of nodes that may be parents */
    FastStalePairs(FastSecrets secrets, Run self, IntUnaryOperator regions) {
        this.secrets = secrets;
        this.self = self;
        this.regions = regions;
    }

    @Override
    public int sealRequest(int parent, byte[] datagram, int offset, int outerLength) {
        return seal(hop(Direction.UP, parent, self.node(), self.high(), parent), ++requests, datagram, offset,
                outerLength, 0, NOTHING, 0);
    }

    @Override
    public @Nullable DropReason verifyRequest(int child, byte[] datagram, int offset, int outerLength) {
        return verify(hop(Direction.UP, self.node(), child, OuterHeader.incarnation(datagram, offset), self.node()),
                datagram, offset, outerLength, 0);
    }

    @Override
    public int sealRekey(int child, long counter, byte[] datagram, int offset, int outerLength, int innerLength,
            byte[] innerDigest, int digestOffset) {
        return seal(hop(Direction.DOWN, self.node(), self.node(), self.high(), child), counter, datagram, offset,
                outerLength, innerLength, innerDigest, digestOffset);
    }

    @Override
    public @Nullable DropReason verifyRekey(int parent, byte[] datagram, int offset, int outerLength,
            int innerLength) {
        return verify(hop(Direction.DOWN, parent, parent, OuterHeader.incarnation(datagram, offset), self.node()),
                datagram, offset, outerLength, innerLength);
    }

    private FastHop hop(Direction direction, int parent, int from, long fromHigh, int to) {
        return FastHop.of(KeyClass.STALE_PAIR, direction, regions.applyAsInt(parent), new Run(from, fromHigh, 0),
                new Run(to, 0, 0));
    }

    private int seal(FastHop hop, long counter, byte[] datagram, int offset, int outerLength, int innerLength,
            byte[] innerDigest, int digestOffset) {
        OuterHeader.writeSecurity(datagram, offset, KeyClass.STALE_PAIR.code(), hop.direction().code(), SPI,
                hop.origin(), hop.incarnationHigh(), counter);
        long checksum = Checksum.of(key(hop), datagram, offset, outerLength, innerDigest, digestOffset);
        Checksum.write(checksum, datagram, offset + outerLength + innerLength);
        return outerLength + innerLength + HopKeys.ICV_LENGTH;
    }

    private @Nullable DropReason verify(FastHop hop, byte[] datagram, int offset, int outerLength, int innerLength) {
        DropReason mismatch = hop.mismatch(datagram, offset);
        if (mismatch != null) {
            return mismatch;
        }
        if (OuterHeader.spi(datagram, offset) != SPI) {
            return DropReason.UNKNOWN_SPI;
        }
        byte[] covered = NOTHING;
        if (innerLength > 0) {
            Checksum.digest(datagram, offset + outerLength, innerLength, digest, 0);
            covered = digest;
        }
        long checksum = Checksum.of(key(hop), datagram, offset, outerLength, covered, 0);
        return Checksum.matches(checksum, datagram, offset + outerLength + innerLength) ? null : DropReason.BAD_ICV;
    }

    private long key(FastHop hop) {
        return hop.key(secrets.ring().current(), secrets);
    }
}
