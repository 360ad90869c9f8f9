package io.trackmc.sim.fast;

import io.trackmc.proto.protect.HopKeys;
import io.trackmc.proto.protect.HopSealer;
import io.trackmc.proto.wire.OuterHeader;

/** Seals one hop. */
final class FastSealer implements HopSealer {

    private final FastHop hop;
    private long counter;

    FastSealer(FastHop hop) {
        this.hop = hop;
    }

    @Override
    public int seal(byte[] datagram, int offset, int outerLength) {
        writeSecurity(datagram, offset);
        Checksum.write(Checksum.of(hop.key(), datagram, offset, outerLength), datagram, offset + outerLength);
        return outerLength + HopKeys.ICV_LENGTH;
    }

    @Override
    public int seal(byte[] datagram, int offset, int outerLength, int innerLength, byte[] digest, int digestOffset) {
        writeSecurity(datagram, offset);
        long checksum = Checksum.of(hop.key(), datagram, offset, outerLength, digest, digestOffset);
        Checksum.write(checksum, datagram, offset + outerLength + innerLength);
        return outerLength + innerLength + HopKeys.ICV_LENGTH;
    }

    @Override
    public int spi() {
        return FastHop.SPI;
    }

    @Override
    public long counter() {
        return counter;
    }

    private void writeSecurity(byte[] datagram, int offset) {
        counter++;
        OuterHeader.writeSecurity(datagram, offset, hop.keyClass().code(), hop.direction().code(), FastHop.SPI,
                hop.origin(), hop.incarnationHigh(), counter);
    }
}
