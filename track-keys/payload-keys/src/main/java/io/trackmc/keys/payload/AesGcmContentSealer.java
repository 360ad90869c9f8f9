package io.trackmc.keys.payload;

import io.trackmc.proto.protect.ContentSealer;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.seq.SequenceNumbers;
import io.trackmc.proto.wire.InnerHeader;

/**
 * Seals the INNERs of one run of one source with AES-256-GCM.
 *
 * <p>A nonce is the sequence, and K_data belongs to one source run, stream and generation; so no nonce repeats while no (stream,
 * sequence) is sealed twice in a run, and this refuses to. There must be one sealer in a run.
 */
public final class AesGcmContentSealer implements ContentSealer {

    /** Highest data sequence of a run where nothing else is said: nobody joins a session that is further on. */
    public static final long LAST_SEQUENCE = SequenceNumbers.MAX_JOIN;

    private static final int STREAMS = 2;

    private final ContentKeys keys;
    private final int source;
    private final Incarnation incarnation;
    private final InnerAead aead;
    private final DataKeyCache cache;
    private final long lastSequence;
    private final long[] highestSealed = new long[STREAMS];

    /**
     * With the best provider here.
     *
     * @throws IllegalArgumentException when the keys are not for that source
     */
    public AesGcmContentSealer(ContentKeys keys, int source, Incarnation incarnation) {
        this(keys, source, incarnation, AeadProvider.chosen(), LAST_SEQUENCE);
    }

    /** With a provider. */
    public AesGcmContentSealer(ContentKeys keys, int source, Incarnation incarnation, AeadProvider provider) {
        this(keys, source, incarnation, provider, LAST_SEQUENCE);
    }

    /**
     * For a run that may seal no data sequence above a limit.
     *
     * @param lastSequence 0 to {@link #LAST_SEQUENCE}
     */
    public AesGcmContentSealer(
            ContentKeys keys, int source, Incarnation incarnation, AeadProvider provider, long lastSequence) {
        if (!keys.isSource(source)) {
            throw new IllegalArgumentException("node " + Integer.toUnsignedString(source) + " is not a source");
        }
        if (lastSequence < 0 || lastSequence > LAST_SEQUENCE) {
            throw new IllegalArgumentException("last sequence " + lastSequence + ", allowed: 0 to " + LAST_SEQUENCE);
        }
        this.keys = keys;
        this.lastSequence = lastSequence;
        this.source = source;
        this.incarnation = incarnation;
        aead = new InnerAead(provider, keys.gid());
        cache = new DataKeyCache(keys);
    }

    @Override
    public int contentSpi() {
        return keys.keyRing().current().spi();
    }

    @Override
    public int suite() {
        return InnerHeader.SUITE_AES_256_GCM;
    }

    @Override
    public long contentEpoch() {
        return keys.keyRing().newest().epoch();
    }

    @Override
    public long lastSequence() {
        return lastSequence;
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException when the header is not one of this run, or says another suite, content SPI or length
     */
    @Override
    public int seal(byte[] inner, int offset, int contentLength) {
        ContentEpoch epoch = keys.keyRing().current();
        checkHeader(inner, offset, contentLength, epoch);
        useUpSequence(InnerHeader.stream(inner, offset), InnerHeader.sequence(inner, offset));
        aead.seal(cache.keyOf(epoch, incarnation, inner, offset), inner, offset, contentLength);
        return InnerHeader.LENGTH + contentLength + TAG_LENGTH;
    }

    private void checkHeader(byte[] inner, int offset, int contentLength, ContentEpoch epoch) {
        boolean right = InnerHeader.source(inner, offset) == source
                && InnerHeader.incarnation(inner, offset) == incarnation.high()
                && InnerHeader.contentSpi(inner, offset) == epoch.spi()
                && InnerHeader.suite(inner, offset) == InnerHeader.SUITE_AES_256_GCM
                && InnerHeader.contentLength(inner, offset) == contentLength
                && InnerHeader.stream(inner, offset) < STREAMS;
        if (!right) {
            throw new IllegalArgumentException("INNER of another source, run, epoch, suite, stream or length");
        }
    }

    /** Before sealing, not after: a sequence whose sealing failed half-way is lost too. */
    private void useUpSequence(int stream, long sequence) {
        if (stream == InnerHeader.STREAM_DATA && sequence > lastSequence) {
            throw new IllegalStateException("sequence " + sequence + " is above the last one, " + lastSequence);
        }
        if (sequence <= highestSealed[stream]) {
            throw new IllegalStateException(
                    "sequence " + sequence + " of stream " + stream + " was sealed before: highest is "
                            + highestSealed[stream]);
        }
        highestSealed[stream] = sequence;
    }
}
