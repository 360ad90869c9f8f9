package io.trackmc.sim.fast;

import io.trackmc.keys.payload.AesGcmContentSealer;
import io.trackmc.proto.protect.ContentOpener;
import io.trackmc.proto.protect.ContentSealer;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.wire.InnerHeader;
import io.trackmc.sim.tree.Topology;

/** Content in clear with a keyed checksum as its tag. Refuses a sequence that is not higher than all before on its stream. */
final class FastContent implements ContentSealer, ContentOpener {

    private static final int CONTENT_SPI = 0x0FA5_7C0D;
    private static final int STREAMS = 2;

    private final long secret;
    private final Incarnation own;
    private final long[] highestSealed = new long[STREAMS];

    /** @param own run that seals; of no matter to one that only opens */
    FastContent(long secret, Incarnation own) {
        this.secret = secret;
        this.own = own;
    }

    @Override
    public int contentSpi() {
        return CONTENT_SPI;
    }

    @Override
    public int suite() {
        return InnerHeader.SUITE_AES_256_GCM;
    }

    @Override
    public long contentEpoch() {
        return FastKeys.EPOCH;
    }

    /** A checksum is never used up. */
    @Override
    public long lastSequence() {
        return AesGcmContentSealer.LAST_SEQUENCE;
    }

    @Override
    public int seal(byte[] inner, int offset, int contentLength) {
        int stream = InnerHeader.stream(inner, offset);
        long sequence = InnerHeader.sequence(inner, offset);
        if (sequence <= highestSealed[stream]) {
            throw new IllegalStateException("sequence " + sequence + " of stream " + stream + " was sealed before");
        }
        highestSealed[stream] = sequence;
        int length = InnerHeader.LENGTH + contentLength;
        Checksum.write(Checksum.of(key(own), inner, offset, length), inner, offset + length);
        return length + TAG_LENGTH;
    }

    @Override
    public int open(Incarnation source, byte[] inner, int offset, int length, byte[] content, int contentOffset) {
        int contentLength = InnerHeader.contentLength(inner, offset);
        if (InnerHeader.totalLength(inner, offset) != length || InnerHeader.source(inner, offset) != Topology.SENDER
                || InnerHeader.incarnation(inner, offset) != source.high()) {
            return FORGED;
        }
        if (InnerHeader.contentSpi(inner, offset) != CONTENT_SPI) {
            return UNKNOWN_SPI;
        }
        int covered = InnerHeader.LENGTH + contentLength;
        if (!Checksum.matches(Checksum.of(key(source), inner, offset, covered), inner, offset + covered)) {
            return FORGED;
        }
        System.arraycopy(inner, offset + InnerHeader.LENGTH, content, contentOffset, contentLength);
        return contentLength;
    }

    private long key(Incarnation source) {
        return Checksum.key(Checksum.key(secret, source.high()), source.low());
    }
}
