package io.trackmc.keys.transport.hop;

import io.trackmc.keys.transport.msa.TransportEpoch;
import io.trackmc.proto.protect.HopKeys;
import io.trackmc.proto.protect.HopSealer;
import io.trackmc.proto.wire.OuterHeader;

/** Seals one hop under the ring's current epoch. Counters start from 1 with each epoch, because its K_hop is a new one. */
final class MacHopSealer implements HopSealer {

    private final HopContext context;
    private final Hop hop;
    private final HopMac mac = new HopMac();
    private TransportEpoch epoch;
    private int ringVersion;
    private long counter;

    MacHopSealer(HopContext context, Hop hop) {
        this.context = context;
        this.hop = hop;
        epoch = context.ring.current();
        ringVersion = context.ring.version();
        context.derive(hop, epoch, mac);
    }

    @Override
    public int seal(byte[] datagram, int offset, int outerLength) {
        return seal(datagram, offset, outerLength, 0, PacketDigests.EMPTY_DIGEST, 0);
    }

    @Override
    public int seal(byte[] datagram, int offset, int outerLength, int innerLength, byte[] digest, int digestOffset) {
        followRing();
        counter++;
        OuterHeader.writeSecurity(datagram, offset, hop.keyClass().code(), hop.direction().code(), epoch.spi(),
                hop.origin(), hop.incarnation().high(), counter);
        mac.compute(context.digests, datagram, offset, outerLength, digest, digestOffset);
        context.digests.writeIcv(datagram, offset + outerLength + innerLength);
        return outerLength + innerLength + HopKeys.ICV_LENGTH;
    }

    @Override
    public int spi() {
        followRing();
        return epoch.spi();
    }

    @Override
    public long counter() {
        followRing();
        return counter;
    }

    void destroy() {
        mac.destroy();
    }

    /** Erases a key of an epoch that is gone; the next packet of an idle hop would do it. */
    void forgetRetired() {
        if (context.ring.bySpi(epoch.spi()) == null) {
            mac.destroy();
        }
    }

    private void followRing() {
        if (ringVersion == context.ring.version()) {
            return;
        }
        ringVersion = context.ring.version();
        if (context.ring.current().epoch() != epoch.epoch()) {
            epoch = context.ring.current();
            context.derive(hop, epoch, mac);
            counter = 0;
        }
    }
}
