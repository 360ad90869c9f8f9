package io.trackmc.keys.transport.rekey;

import io.trackmc.keys.transport.key.Sha256;
import io.trackmc.proto.protect.KeyChange;
import io.trackmc.proto.wire.InnerHeader;
import io.trackmc.proto.wire.RekeyHeader;
import io.trackmc.proto.wire.RekeyPart;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** What is kept of a rekey's verified header. */
final class KnownRekey {

    final long sequence;
    final long epochFrom;
    final long epochTo;
    final int spi;
    final int nextSpi;
    final int chunkCount;
    final KeyChange change;
    final byte[] hash;
    final byte[] previousHash;
    final byte[] chunkRoot;

    /**
     * Reads a header.
     *
     * @param hash SHA-256 of the whole INNER
     */
    KnownRekey(byte[] inner, int offset, byte[] hash) {
        int at = offset + InnerHeader.LENGTH;
        sequence = RekeyPart.rekey(inner, offset);
        epochFrom = RekeyHeader.epochFrom(inner, at);
        epochTo = RekeyHeader.epochTo(inner, at);
        spi = RekeyHeader.spi(inner, at);
        nextSpi = RekeyHeader.nextSpi(inner, at);
        chunkCount = RekeyHeader.chunkCount(inner, at);
        change = new KeyChange(TimeUnit.MILLISECONDS.toNanos(RekeyHeader.notBefore(inner, at)),
                TimeUnit.MILLISECONDS.toNanos(RekeyHeader.hard(inner, at)),
                TimeUnit.MILLISECONDS.toNanos(RekeyHeader.overlap(inner, at)));
        this.hash = hash;
        previousHash = hash(inner, at + RekeyHeader.PREVIOUS_HASH_OFFSET);
        chunkRoot = hash(inner, at + RekeyHeader.CHUNK_ROOT_OFFSET);
    }

    /** Whether this may be the rekey right after another. */
    boolean follows(KnownRekey before) {
        return epochFrom == before.epochTo && spi == before.nextSpi && Arrays.equals(previousHash, before.hash);
    }

    private static byte[] hash(byte[] bytes, int at) {
        return Arrays.copyOfRange(bytes, at, at + Sha256.LENGTH);
    }
}
