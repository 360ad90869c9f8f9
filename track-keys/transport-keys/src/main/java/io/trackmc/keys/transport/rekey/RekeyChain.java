package io.trackmc.keys.transport.rekey;

import io.trackmc.keys.transport.bundle.RekeyAnchor;
import io.trackmc.keys.transport.key.Sha256;
import io.trackmc.proto.event.DropReason;
import io.trackmc.proto.protect.KeyUpdates;
import io.trackmc.proto.wire.InnerHeader;
import io.trackmc.proto.wire.RekeyChunk;
import io.trackmc.proto.wire.RekeyHeader;
import io.trackmc.proto.wire.RekeyPart;
import java.util.Arrays;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Verifies the rekeys of one authority: signatures, the chain from each header to the one before, and the Merkle paths of chunks. Headers may
 * come in any order; one that contradicts a neighbour which is known, or the anchor, is refused. Needs no secret.
 *
 * <p>Those of the last rekeys that a node needs no more, because it was given what they brought, are verified too: it may have to hand them on.
 */
final class RekeyChain {

    private final RekeyTools tools;
    private final IntPredicate concerns;
    private RekeyAnchor anchor;
    private final byte[] verificationKey;
    private long anchorEpoch;
    private final @Nullable KnownRekey[] known = new @Nullable KnownRekey[KeyUpdates.KEPT_REKEYS];
    private final ExpelledNodes expelled = new ExpelledNodes();
    private long newest;

    /**
     * Begins behind an anchor.
     *
     * @param anchorEpoch epoch that the anchor's rekey installed; negative where that is not known
     * @param concerns whom of those that are expelled it remembers
     */
    RekeyChain(RekeyTools tools, RekeyAnchor anchor, long anchorEpoch, IntPredicate concerns) {
        this.tools = tools;
        this.anchor = tools.same(anchor);
        this.anchorEpoch = anchorEpoch;
        this.concerns = concerns;
        verificationKey = tools.keyOf(this.anchor);
        newest = anchor.sequence();
    }

    /** Goes on behind another anchor of the same authority; who was expelled stays so. */
    void goOn(RekeyAnchor later, long epoch) {
        anchor = later;
        anchorEpoch = epoch;
        newest = later.sequence();
        Arrays.fill(known, null);
    }

    /** Whether an anchor is of the same authority. */
    boolean isOfSameAuthority(RekeyAnchor other) {
        return other.authority() == anchor.authority() && Arrays.equals(other.verificationKey(), verificationKey);
    }

    /** Newest rekey whose header is known, or that of the anchor. */
    long newest() {
        return newest;
    }

    /** What is known of a rekey, or null. */
    @Nullable
    KnownRekey at(long sequence) {
        KnownRekey found = known[slot(sequence)];
        return found != null && found.sequence == sequence ? found : null;
    }

    /** SPI of the epoch behind the newest one known. */
    int nextSpi() {
        KnownRekey last = at(newest);
        return last == null ? anchor.nextSpi() : last.nextSpi;
    }

    /** Whom verified headers and slices expelled, as far as that concerns this node. */
    ExpelledNodes expelled() {
        return expelled;
    }

    /**
     * Takes a header.
     *
     * @param last highest rekey for which there is room
     * @return why not; null when it is taken, now or before
     */
    @Nullable
    DropReason header(byte[] inner, int offset, int length, long last) {
        if (!isShaped(inner, offset, length, RekeyPart.TYPE_HEADER) || !isHeader(inner, offset)) {
            return DropReason.BAD_REKEY;
        }
        long sequence = RekeyPart.rekey(inner, offset);
        if (sequence <= newest - KeyUpdates.KEPT_REKEYS || sequence > last) {
            return DropReason.STALE_REKEY;
        }
        KnownRekey rekey = tools.read(inner, offset, length);
        KnownRekey before = at(sequence);
        if (before != null) {
            return Arrays.equals(before.hash, rekey.hash) ? null : DropReason.BAD_REKEY;
        }
        if (!fits(rekey) || !tools.proofs.isSigned(inner, offset, verificationKey)) {
            return DropReason.BAD_REKEY;
        }
        known[slot(sequence)] = rekey;
        newest = Math.max(newest, sequence);
        int content = offset + InnerHeader.LENGTH;
        for (int i = 0; i < RekeyHeader.expelledCount(inner, content); i++) {
            expel(RekeyHeader.expelled(inner, content, i));
        }
        return null;
    }

    /** A part that was verified says that a node is expelled. */
    void expel(int id) {
        if (concerns.test(id)) {
            expelled.add(id);
        }
    }

    /** Why a chunk does not belong to a rekey whose header is known; null when it does. */
    @Nullable
    DropReason chunk(byte[] inner, int offset, int length) {
        if (!isShaped(inner, offset, length, RekeyPart.TYPE_CHUNK)
                || !RekeyChunk.isWellFormed(inner, offset + InnerHeader.LENGTH,
                        InnerHeader.contentLength(inner, offset))) {
            return DropReason.BAD_REKEY;
        }
        KnownRekey rekey = at(RekeyPart.rekey(inner, offset));
        if (rekey == null) {
            return DropReason.STALE_REKEY;
        }
        int leaf = RekeyPart.part(inner, offset) - 1;
        if (leaf < 0 || leaf >= rekey.chunkCount || InnerHeader.authType(inner, offset) != RekeyPart.AUTH_MERKLE_PATH
                || InnerHeader.authLengthBytes(inner, offset)
                        != MerklePaths.length(leaf, rekey.chunkCount) * Sha256.LENGTH) {
            return DropReason.BAD_REKEY;
        }
        return tools.proofs.isBelow(inner, offset, leaf, rekey.chunkCount, rekey.chunkRoot) ? null
                : DropReason.BAD_REKEY;
    }

    private boolean isShaped(byte[] inner, int offset, int length, int type) {
        return length >= InnerHeader.LENGTH
                && InnerHeader.totalLength(inner, offset) == length
                && InnerHeader.version(inner, offset) == InnerHeader.VERSION
                && InnerHeader.suite(inner, offset) == InnerHeader.SUITE_NONE
                && InnerHeader.stream(inner, offset) == tools.layer.stream()
                && InnerHeader.type(inner, offset) == type
                && InnerHeader.contentSpi(inner, offset) == 0
                && InnerHeader.source(inner, offset) == anchor.authority()
                && InnerHeader.incarnation(inner, offset) == 0
                && RekeyPart.rekey(inner, offset) > 0
                && RekeyPart.rekey(inner, offset) <= RekeyPart.MAX_REKEY;
    }

    private boolean isHeader(byte[] inner, int offset) {
        int content = offset + InnerHeader.LENGTH;
        return RekeyPart.part(inner, offset) == RekeyPart.HEADER_PART
                && InnerHeader.authType(inner, offset) == RekeyPart.AUTH_SIGNATURE
                && InnerHeader.authLengthBytes(inner, offset) == RekeyPart.SIGNATURE_LENGTH
                && RekeyHeader.isWellFormed(inner, content, InnerHeader.contentLength(inner, offset))
                && RekeyHeader.layer(inner, content) == tools.layer.code()
                && RekeyHeader.gid(inner, content) == tools.gid;
    }

    private boolean fits(KnownRekey rekey) {
        if (rekey.sequence == anchor.sequence() && (rekey.nextSpi != anchor.nextSpi()
                || (anchorEpoch >= 0 && rekey.epochTo != anchorEpoch)
                || !Arrays.equals(rekey.hash, anchor.previousHash()))) {
            return false;
        }
        if (rekey.sequence == anchor.sequence() + 1) {
            boolean follows = rekey.spi == anchor.nextSpi()
                    && (anchorEpoch < 0 || rekey.epochFrom == anchorEpoch)
                    && Arrays.equals(rekey.previousHash, anchor.previousHash());
            if (!follows) {
                return false;
            }
        }
        KnownRekey before = at(rekey.sequence - 1);
        KnownRekey after = at(rekey.sequence + 1);
        return (before == null || rekey.follows(before)) && (after == null || after.follows(rekey));
    }

    private static int slot(long sequence) {
        return (int) (sequence % KeyUpdates.KEPT_REKEYS);
    }
}
