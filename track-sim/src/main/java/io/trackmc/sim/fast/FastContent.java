package io.trackmc.sim.fast;

import io.trackmc.keys.transport.msa.KeyRing;
import io.trackmc.proto.protect.ContentOpener;
import io.trackmc.proto.protect.ContentSealer;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.wire.InnerHeader;
import io.trackmc.sim.tree.Topology;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Content in clear with a keyed checksum as its tag. Refuses a sequence that is not higher than all before on its stream. */
final class FastContent implements ContentSealer, ContentOpener {

    private static final int STREAMS = 2;

    private final KeyRing<FastEpoch> ring;
    private final Incarnation own;
    private final long @Nullable [] highestSealed;

    private FastContent(KeyRing<FastEpoch> ring, Incarnation own, long @Nullable [] highestSealed) {
        this.ring = ring;
        this.own = own;
        this.highestSealed = highestSealed;
    }

    /** Seals for one run. */
    static FastContent sealer(KeyRing<FastEpoch> ring, Incarnation own) {
        return new FastContent(ring, own, new long[STREAMS]);
    }

    /** Opens only; its keys may run ahead of what it has opened. */
    static FastContent opener(KeyRing<FastEpoch> ring) {
        return new FastContent(ring, Incarnation.ZERO, null);
    }

    @Override
    public int contentSpi() {
        return ring.current().spi();
    }

    @Override
    public int suite() {
        return InnerHeader.SUITE_AES_256_GCM;
    }

    @Override
    public long contentEpoch() {
        return ring.newest().epoch();
    }

    /** A checksum is never used up. */
    @Override
    public long lastSequence() {
        return Long.MAX_VALUE;
    }

    @Override
    public int seal(byte[] inner, int offset, int contentLength) {
        int stream = InnerHeader.stream(inner, offset);
        long sequence = InnerHeader.sequence(inner, offset);
        long[] highest = Objects.requireNonNull(highestSealed);
        if (sequence <= highest[stream]) {
            throw new IllegalStateException("sequence " + sequence + " of stream " + stream + " was sealed before");
        }
        highest[stream] = sequence;
        int length = InnerHeader.LENGTH + contentLength;
        Checksum.write(Checksum.of(key(ring.current(), own), inner, offset, length), inner, offset + length);
        return length + TAG_LENGTH;
    }

    @Override
    public int open(Incarnation source, byte[] inner, int offset, int length, byte[] content, int contentOffset) {
        int contentLength = InnerHeader.contentLength(inner, offset);
        if (InnerHeader.totalLength(inner, offset) != length || InnerHeader.source(inner, offset) != Topology.SENDER
                || InnerHeader.incarnation(inner, offset) != source.high()) {
            return FORGED;
        }
        FastEpoch epoch = ring.bySpi(InnerHeader.contentSpi(inner, offset));
        if (epoch == null) {
            return UNKNOWN_SPI;
        }
        int covered = InnerHeader.LENGTH + contentLength;
        if (!Checksum.matches(Checksum.of(key(epoch, source), inner, offset, covered), inner, offset + covered)) {
            return FORGED;
        }
        System.arraycopy(inner, offset + InnerHeader.LENGTH, content, contentOffset, contentLength);
        return contentLength;
    }

    private static long key(FastEpoch epoch, Incarnation source) {
        return Checksum.key(Checksum.key(epoch.key(), source.high()), source.low());
    }
}
