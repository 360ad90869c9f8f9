package io.trackmc.keys.transport.hop;

import io.trackmc.keys.transport.msa.KeyRing;
import io.trackmc.keys.transport.msa.TransportEpoch;
import io.trackmc.proto.event.DropReason;
import io.trackmc.proto.protect.AntiReplayWindow;
import io.trackmc.proto.protect.HopVerifier;
import io.trackmc.proto.wire.OuterHeader;
import org.jspecify.annotations.Nullable;

/**
 * Verifies one hop under any installed epoch in which this node has its key; the SPI chooses. There is one replay window for each epoch, because counters
 * start again with its K_hop.
 */
final class MacHopVerifier implements HopVerifier {

    private final HopContext context;
    private final Hop hop;
    private @Nullable Slot[] slots = new @Nullable Slot[KeyRing.MAX_EPOCHS];
    private int version;

    MacHopVerifier(HopContext context, Hop hop) {
        this.context = context;
        this.hop = hop;
        followRing();
    }

    @Override
    public @Nullable DropReason verify(byte[] datagram, int offset, int outerLength) {
        DropReason mismatch = hop.mismatch(datagram, offset);
        if (mismatch != null) {
            return mismatch;
        }
        Slot slot = slotOf(OuterHeader.spi(datagram, offset));
        if (slot == null) {
            return keyless(OuterHeader.spi(datagram, offset));
        }
        long counter = OuterHeader.counter(datagram, offset);
        if (!slot.window.check(counter)) {
            return DropReason.REPLAYED;
        }
        slot.mac.compute(context.digests, datagram, offset, outerLength, PacketDigests.EMPTY_DIGEST, 0);
        if (!context.digests.macMatches(datagram, offset + outerLength)) {
            return DropReason.BAD_ICV;
        }
        slot.window.commit(counter);
        return null;
    }

    @Override
    public @Nullable DropReason verify(
            byte[] datagram, int offset, int outerLength, int innerLength, byte[] digest, int digestOffset) {
        DropReason mismatch = hop.mismatch(datagram, offset);
        if (mismatch != null) {
            return mismatch;
        }
        Slot slot = slotOf(OuterHeader.spi(datagram, offset));
        if (slot == null) {
            return keyless(OuterHeader.spi(datagram, offset));
        }
        context.digests.digest(datagram, offset + outerLength, innerLength, digest, digestOffset);
        slot.mac.compute(context.digests, datagram, offset, outerLength, digest, digestOffset);
        boolean authentic = context.digests.macMatches(datagram, offset + outerLength + innerLength);
        return authentic ? null : DropReason.BAD_ICV;
    }

    @Override
    public void floor(int spi, long counter) {
        Slot slot = counter > 0 ? slotOf(spi) : null;
        if (slot != null) {
            slot.window.floor(counter);
        }
    }

    @Override
    public void liftFloors() {
        for (Slot slot : slots) {
            if (slot != null) {
                slot.window.liftFloor();
            }
        }
    }

    void destroy() {
        for (Slot slot : slots) {
            if (slot != null) {
                slot.mac.destroy();
            }
        }
    }

    /** Erases the keys of epochs that are gone; idle hops would keep them until their next packet. */
    void forgetRetired() {
        for (int i = 0; i < slots.length; i++) {
            Slot slot = slots[i];
            if (slot != null && context.ring.bySpi(slot.epoch.spi()) == null) {
                slot.mac.destroy();
                slots[i] = null;
            }
        }
    }

    private @Nullable Slot slotOf(int spi) {
        if (version != context.version()) {
            followRing();
        }
        for (Slot slot : slots) {
            if (slot != null && slot.epoch.spi() == spi) {
                return slot;
            }
        }
        return null;
    }

    private void followRing() {
        version = context.version();
        @Nullable Slot[] followed = new @Nullable Slot[KeyRing.MAX_EPOCHS];
        for (int i = 0; i < followed.length; i++) {
            TransportEpoch epoch = context.ring.at(i);
            if (epoch != null) {
                followed[i] = keptOrNew(epoch);
            }
        }
        for (Slot slot : slots) {
            if (slot != null && context.ring.bySpi(slot.epoch.spi()) == null) {
                slot.mac.destroy();
            }
        }
        slots = followed;
    }

    private @Nullable Slot keptOrNew(TransportEpoch epoch) {
        for (Slot slot : slots) {
            if (slot != null && slot.epoch.epoch() == epoch.epoch()) {
                return slot;
            }
        }
        HopMac mac = new HopMac();
        return context.derive(hop, epoch, mac) ? new Slot(epoch, mac) : null;
    }

    private DropReason keyless(int spi) {
        return context.ring.bySpi(spi) == null ? DropReason.UNKNOWN_SPI : DropReason.NO_REGION_KEY;
    }

    /** Key and window of one epoch. */
    private final class Slot {
        final TransportEpoch epoch;
        final HopMac mac;
        final AntiReplayWindow window;

        Slot(TransportEpoch epoch, HopMac mac) {
            this.epoch = epoch;
            this.mac = mac;
            window = new AntiReplayWindow(hop.keyClass().isPair()
                    ? epoch.msa().parameters().pairReplayCounters()
                    : epoch.msa().parameters().multicastReplayCounters());
        }
    }
}
