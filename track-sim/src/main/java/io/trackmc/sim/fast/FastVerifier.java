package io.trackmc.sim.fast;

import io.trackmc.proto.event.DropReason;
import io.trackmc.proto.protect.AntiReplayWindow;
import io.trackmc.proto.protect.HopVerifier;
import io.trackmc.proto.wire.OuterHeader;

import org.jspecify.annotations.Nullable;

/** Verifies one hop in all installed epochs, in the order in which the real one does. */
final class FastVerifier extends FastRelation implements HopVerifier {

    private final FastSecrets secrets;
    private int ringVersion;
    private @Nullable Slot slots;

    FastVerifier(FastSecrets secrets, FastHop hop) {
        super(hop);
        this.secrets = secrets;
        this.ringVersion = secrets.ring().version();
    }

    @Override
    public @Nullable DropReason verify(byte[] datagram, int offset, int outerLength) {
        DropReason mismatch = hop().mismatch(datagram, offset);
        if (mismatch != null) {
            return mismatch;
        }
        Slot slot = slot(OuterHeader.spi(datagram, offset));
        if (slot == null) {
            return DropReason.UNKNOWN_SPI;
        }
        long counter = OuterHeader.counter(datagram, offset);
        if (!slot.window.check(counter)) {
            return DropReason.REPLAYED;
        }
        long checksum = Checksum.of(slot.key, datagram, offset, outerLength);
        if (!Checksum.matches(checksum, datagram, offset + outerLength)) {
            return DropReason.BAD_ICV;
        }
        slot.window.commit(counter);
        return null;
    }

    @Override
    public @Nullable DropReason verify(
            byte[] datagram, int offset, int outerLength, int innerLength, byte[] digest, int digestOffset) {
        DropReason mismatch = hop().mismatch(datagram, offset);
        if (mismatch != null) {
            return mismatch;
        }
        Slot slot = slot(OuterHeader.spi(datagram, offset));
        if (slot == null) {
            return DropReason.UNKNOWN_SPI;
        }
        Checksum.digest(datagram, offset + outerLength, innerLength, digest, digestOffset);
        long checksum = Checksum.of(slot.key, datagram, offset, outerLength, digest, digestOffset);
        return Checksum.matches(checksum, datagram, offset + outerLength + innerLength) ? null : DropReason.BAD_ICV;
    }

    @Override
    public void floor(int spi, long counter) {
        Slot slot = counter > 0 ? slot(spi) : null;
        if (slot != null) {
            slot.window.floor(counter);
        }
    }

    @Override
    public void liftFloors() {
        for (Slot slot = slots; slot != null; slot = slot.next) {
            slot.window.liftFloor();
        }
    }

    private @Nullable Slot slot(int spi) {
        if (ringVersion != secrets.ring().version()) {
            forgetRetired();
        }
        for (Slot slot = slots; slot != null; slot = slot.next) {
            if (slot.spi == spi) {
                return slot;
            }
        }
        FastEpoch epoch = secrets.ring().bySpi(spi);
        if (epoch == null || !hop().isHeld(epoch, secrets)) {
            return null;
        }
        slots = new Slot(spi, hop().key(epoch, secrets), new AntiReplayWindow(hop().keyClass().isPair()
                ? AntiReplayWindow.PAIR_COUNTERS : AntiReplayWindow.MULTICAST_COUNTERS), slots);
        return slots;
    }

    private void forgetRetired() {
        ringVersion = secrets.ring().version();
        Slot kept = null;
        for (Slot slot = slots; slot != null; slot = slot.next) {
            if (secrets.ring().bySpi(slot.spi) != null) {
                kept = new Slot(slot.spi, slot.key, slot.window, kept);
            }
        }
        slots = kept;
    }

    /** Key and window of one epoch. */
    private record Slot(int spi, long key, AntiReplayWindow window, @Nullable Slot next) {}
}
