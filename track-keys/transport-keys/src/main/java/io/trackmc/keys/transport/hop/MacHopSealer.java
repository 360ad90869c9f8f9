package io.trackmc.keys.transport.hop;

import io.trackmc.keys.transport.msa.TransportEpoch;
import io.trackmc.proto.protect.HopKeys;
import io.trackmc.proto.protect.HopSealer;
import io.trackmc.proto.wire.OuterHeader;
import org.jspecify.annotations.Nullable;

/**
 * Seals one hop under the ring's current epoch, or, {@link #ahead()}, under its newest. Counters start from 1 with each epoch, because its K_hop is a new
 * one, and go on where the one that was ahead has come to.
 */
final class MacHopSealer implements HopSealer {

    private final HopContext context;
    private final Hop hop;
    private final boolean newest;
    private final HopMac mac = new HopMac();
    private TransportEpoch epoch;
    private int ringVersion;
    private long counter;
    private @Nullable MacHopSealer ahead;

    MacHopSealer(HopContext context, Hop hop) {
        this(context, hop, false);
    }

    private MacHopSealer(HopContext context, Hop hop, boolean newest) {
        this.context = context;
        this.hop = hop;
        this.newest = newest;
        epoch = wanted();
        ringVersion = context.ring.version();
        context.derive(hop, epoch, mac);
    }

    /** Seals the same hop under the newest epoch that is installed: this one where that is in use. */
    MacHopSealer ahead() {
        followRing();
        if (context.ring.newest().epoch() == epoch.epoch()) {
            return this;
        }
        MacHopSealer present = ahead;
        if (present == null) {
            present = new MacHopSealer(context, hop, true);
            ahead = present;
        }
        return present;
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
        if (ahead != null) {
            ahead.destroy();
        }
    }

    /** Erases a key of an epoch that is gone; the next packet of an idle hop would do it. */
    void forgetRetired() {
        if (context.ring.bySpi(epoch.spi()) == null) {
            mac.destroy();
        }
        if (ahead != null) {
            ahead.forgetRetired();
        }
    }

    private void followRing() {
        if (ringVersion == context.ring.version()) {
            return;
        }
        ringVersion = context.ring.version();
        if (wanted().epoch() != epoch.epoch()) {
            epoch = wanted();
            context.derive(hop, epoch, mac);
            counter = ahead != null && ahead.epoch.epoch() == epoch.epoch() ? ahead.counter : 0;
        }
    }

    private TransportEpoch wanted() {
        return newest ? context.ring.newest() : context.ring.current();
    }
}
