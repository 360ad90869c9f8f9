package io.trackmc.proto.testing;

import io.trackmc.proto.protect.ContentOpener;
import io.trackmc.proto.protect.ContentSealer;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.wire.InnerHeader;

/** Stands for AES-256-GCM under K_data (wire format §3.2, §4.3): a key stream and a tag over header and ciphertext. */
public final class FakeContent implements ContentSealer, ContentOpener {

    private static final long GROUP_DATA_KEY = 0x6dc0_0003;
    private static final int CONTENT_SPI = 0xc001;
    private static final long EPOCH = 3;

    private final Incarnation source;
    private final long[] lastSealed = new long[2];
    private final long lastSequence;

    /** @param source run of the source that seals; ZERO to open only */
    public FakeContent(Incarnation source) {
        this(source, Long.MAX_VALUE);
    }

    /** @param lastSequence data above it is not to be sealed */
    public FakeContent(Incarnation source, long lastSequence) {
        this.source = source;
        this.lastSequence = lastSequence;
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
        return EPOCH;
    }

    @Override
    public long lastSequence() {
        return lastSequence;
    }

    @Override
    public int seal(byte[] inner, int offset, int contentLength) {
        int stream = InnerHeader.stream(inner, offset);
        long sequence = InnerHeader.sequence(inner, offset);
        if (sequence <= lastSealed[stream]) {
            throw new IllegalStateException("sequence " + sequence + " was sealed before");
        }
        lastSealed[stream] = sequence;
        long key = key(source, inner, offset);
        crypt(key, inner, offset + InnerHeader.LENGTH, inner, offset + InnerHeader.LENGTH, contentLength);
        int sealed = InnerHeader.LENGTH + contentLength;
        Mixer.put(inner, offset + sealed, Mixer.mix(Mixer.mix(key, 1), inner, offset, sealed));
        Mixer.put(inner, offset + sealed + 8, Mixer.mix(Mixer.mix(key, 2), inner, offset, sealed));
        return sealed + TAG_LENGTH;
    }

    @Override
    public int open(Incarnation from, byte[] inner, int offset, int length, byte[] content, int contentOffset) {
        if (InnerHeader.contentSpi(inner, offset) != CONTENT_SPI) {
            return UNKNOWN_SPI;
        }
        long key = key(from, inner, offset);
        int sealed = length - TAG_LENGTH;
        boolean authentic = Mixer.holds(inner, offset + sealed, Mixer.mix(Mixer.mix(key, 1), inner, offset, sealed))
                && Mixer.holds(inner, offset + sealed + 8, Mixer.mix(Mixer.mix(key, 2), inner, offset, sealed));
        if (!authentic) {
            return FORGED;
        }
        int contentLength = sealed - InnerHeader.LENGTH;
        crypt(key, inner, offset + InnerHeader.LENGTH, content, contentOffset, contentLength);
        return contentLength;
    }

    private static long key(Incarnation run, byte[] inner, int offset) {
        long k = Mixer.mix(GROUP_DATA_KEY, InnerHeader.source(inner, offset));
        k = Mixer.mix(Mixer.mix(k, run.high()), run.low());
        return Mixer.mix(Mixer.mix(k, InnerHeader.stream(inner, offset)), InnerHeader.sequence(inner, offset));
    }

    private static void crypt(long key, byte[] from, int fromOffset, byte[] to, int toOffset, int length) {
        long pad = key;
        for (int i = 0; i < length; i++) {
            if ((i & 7) == 0) {
                pad = Mixer.mix(pad, i);
            }
            to[toOffset + i] = (byte) (from[fromOffset + i] ^ (pad >>> (8 * (i & 7))));
        }
    }
}
