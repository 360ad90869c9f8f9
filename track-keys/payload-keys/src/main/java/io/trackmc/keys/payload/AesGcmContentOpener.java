package io.trackmc.keys.payload;

import io.trackmc.proto.protect.ContentOpener;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.protect.KeyUpdates;
import io.trackmc.proto.wire.InnerHeader;

/**
 * Opens INNERs of the sources of a group with AES-256-GCM. Bad input is an answer, never an exception. Its keys may run ahead of what it has opened, by
 * as many rekeys as parents keep.
 */
public final class AesGcmContentOpener implements ContentOpener {

    private final ContentKeys keys;
    private final InnerAead aead;
    private final DataKeyCache cache;

    /** With the best provider here. */
    public AesGcmContentOpener(ContentKeys keys) {
        this(keys, AeadProvider.chosen());
    }

    /** With a provider. */
    public AesGcmContentOpener(ContentKeys keys, AeadProvider provider) {
        this.keys = keys;
        aead = new InnerAead(provider, keys.gid());
        cache = new DataKeyCache(keys);
        keys.keyRing().keepAhead(KeyUpdates.KEPT_REKEYS);
    }

    @Override
    public long contentEpoch() {
        return keys.keyRing().newest().epoch();
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException when {@code content} has no room for what the header announces
     */
    @Override
    public int open(Incarnation source, byte[] inner, int offset, int length, byte[] content, int contentOffset) {
        if (length < InnerHeader.LENGTH || !isOpenable(source, inner, offset, length)) {
            return FORGED;
        }
        ContentEpoch epoch = keys.keyRing().bySpi(InnerHeader.contentSpi(inner, offset));
        if (epoch == null) {
            return UNKNOWN_SPI;
        }
        int contentLength = InnerHeader.contentLength(inner, offset);
        if (content.length - contentOffset < contentLength) {
            throw new IllegalArgumentException(
                    "room for " + (content.length - contentOffset) + " bytes of content, needed " + contentLength);
        }
        boolean opened = aead.open(cache.keyOf(epoch, source, inner, offset), inner, offset, contentLength, content,
                contentOffset);
        return opened ? contentLength : FORGED;
    }

    private boolean isOpenable(Incarnation source, byte[] inner, int offset, int length) {
        return InnerHeader.totalLength(inner, offset) == length
                && InnerHeader.suite(inner, offset) == InnerHeader.SUITE_AES_256_GCM
                && InnerHeader.incarnation(inner, offset) == source.high()
                && keys.isSource(InnerHeader.source(inner, offset));
    }
}
