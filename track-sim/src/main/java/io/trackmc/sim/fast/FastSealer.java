package io.trackmc.sim.fast;

import io.trackmc.proto.protect.HopKeys;
import io.trackmc.proto.protect.HopSealer;
import io.trackmc.proto.wire.OuterHeader;
import org.jspecify.annotations.Nullable;

/** Seals one hop under the epoch in use, or, {@link #ahead()}, the newest; counters begin again with each. */
final class FastSealer extends FastRelation implements HopSealer {

    private final FastSecrets secrets;
    private final boolean newest;
    private int ringVersion;
    private int spi;
    private long key;
    private long counter;
    private @Nullable FastSealer ahead;

    FastSealer(FastSecrets secrets, FastHop hop) {
        this(secrets, hop, false);
    }

    private FastSealer(FastSecrets secrets, FastHop hop, boolean newest) {
        super(hop);
        this.secrets = secrets;
        this.newest = newest;
        use(wanted());
    }

    /** Seals the same hop under the newest epoch that is installed: this one where that is in use. */
    FastSealer ahead() {
        followRing();
        if (secrets.ring().newest().spi() == spi) {
            return this;
        }
        FastSealer present = ahead;
        if (present == null) {
            present = new FastSealer(secrets, hop(), true);
            ahead = present;
        }
        return present;
    }

    @Override
    public int seal(byte[] datagram, int offset, int outerLength) {
        writeSecurity(datagram, offset);
        Checksum.write(Checksum.of(key, datagram, offset, outerLength), datagram, offset + outerLength);
        return outerLength + HopKeys.ICV_LENGTH;
    }

    @Override
    public int seal(byte[] datagram, int offset, int outerLength, int innerLength, byte[] digest, int digestOffset) {
        writeSecurity(datagram, offset);
        long checksum = Checksum.of(key, datagram, offset, outerLength, digest, digestOffset);
        Checksum.write(checksum, datagram, offset + outerLength + innerLength);
        return outerLength + innerLength + HopKeys.ICV_LENGTH;
    }

    @Override
    public int spi() {
        followRing();
        return spi;
    }

    @Override
    public long counter() {
        followRing();
        return counter;
    }

    private void writeSecurity(byte[] datagram, int offset) {
        followRing();
        counter++;
        OuterHeader.writeSecurity(datagram, offset, hop().keyClass().code(), hop().direction().code(), spi,
                hop().origin(), hop().incarnationHigh(), counter);
    }

    private void followRing() {
        if (ringVersion != secrets.ring().version()) {
            FastEpoch wanted = wanted();
            if (wanted.spi() != spi) {
                counter = ahead != null && ahead.spi == wanted.spi() ? ahead.counter : 0;
            }
            use(wanted);
        }
    }

    private FastEpoch wanted() {
        return newest ? secrets.ring().newest() : secrets.ring().current();
    }

    private void use(FastEpoch epoch) {
        ringVersion = secrets.ring().version();
        spi = epoch.spi();
        key = hop().key(epoch, secrets);
    }
}
