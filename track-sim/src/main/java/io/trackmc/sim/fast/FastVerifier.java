package io.trackmc.sim.fast;

import io.trackmc.proto.event.DropReason;
import io.trackmc.proto.protect.AntiReplayWindow;
import io.trackmc.proto.protect.HopVerifier;
import io.trackmc.proto.wire.OuterHeader;

import org.jspecify.annotations.Nullable;

/** Verifies one hop, in the order in which the real one does. */
final class FastVerifier implements HopVerifier {

    private final FastHop hop;
    private final AntiReplayWindow window;

    FastVerifier(FastHop hop) {
        this.hop = hop;
        this.window = new AntiReplayWindow(
                hop.keyClass().isPair() ? AntiReplayWindow.PAIR_COUNTERS : AntiReplayWindow.MULTICAST_COUNTERS);
    }

    @Override
    public @Nullable DropReason verify(byte[] datagram, int offset, int outerLength) {
        DropReason mismatch = hop.mismatch(datagram, offset);
        if (mismatch != null) {
            return mismatch;
        }
        long counter = OuterHeader.counter(datagram, offset);
        if (!window.check(counter)) {
            return DropReason.REPLAYED;
        }
        DropReason refused = hop.verify(datagram, offset, outerLength);
        if (refused == null) {
            window.commit(counter);
        }
        return refused;
    }

    @Override
    public @Nullable DropReason verify(
            byte[] datagram, int offset, int outerLength, int innerLength, byte[] digest, int digestOffset) {
        DropReason mismatch = hop.mismatch(datagram, offset);
        if (mismatch != null) {
            return mismatch;
        }
        Checksum.digest(datagram, offset + outerLength, innerLength, digest, digestOffset);
        long checksum = Checksum.of(hop.key(), datagram, offset, outerLength, digest, digestOffset);
        return Checksum.matches(checksum, datagram, offset + outerLength + innerLength) ? null : DropReason.BAD_ICV;
    }

    @Override
    public void floor(int spi, long counter) {
        if (spi == FastHop.SPI && counter > 0) {
            window.floor(counter);
        }
    }

    @Override
    public void liftFloors() {
        window.liftFloor();
    }
}
