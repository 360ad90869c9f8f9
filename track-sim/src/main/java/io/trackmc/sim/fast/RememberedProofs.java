package io.trackmc.sim.fast;

import io.trackmc.keys.transport.rekey.ComputedProofs;
import io.trackmc.keys.transport.rekey.RekeyProofs;
import io.trackmc.proto.wire.InnerHeader;
import io.trackmc.sim.observe.ContentHash;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Real proofs, each computed once: what was true of exactly these bytes for one of a million receivers is true for the others. Only for nodes of
 * one world, which are one process.
 */
final class RememberedProofs implements RekeyProofs {

    /** What is remembered is forgotten when it fills so much. */
    private static final long MAX_BYTES = 128L << 20;

    private final RekeyProofs computed = new ComputedProofs();
    private final Map<Long, Proven> proven = new HashMap<>();
    private long bytes;

    @Override
    public boolean isSigned(byte[] inner, int offset, byte[] verificationKey) {
        if (knows(inner, offset, verificationKey)) {
            return true;
        }
        return computed.isSigned(inner, offset, verificationKey) && remember(inner, offset, verificationKey);
    }

    @Override
    public boolean isBelow(byte[] inner, int offset, int leaf, int count, byte[] root) {
        if (knows(inner, offset, root)) {
            return true;
        }
        return computed.isBelow(inner, offset, leaf, count, root) && remember(inner, offset, root);
    }

    private boolean knows(byte[] inner, int offset, byte[] under) {
        int length = InnerHeader.totalLength(inner, offset);
        Proven known = proven.get(ContentHash.of(inner, offset, length));
        return known != null && Arrays.equals(known.inner, 0, known.inner.length, inner, offset, offset + length)
                && Arrays.equals(known.under, under);
    }

    private boolean remember(byte[] inner, int offset, byte[] under) {
        int length = InnerHeader.totalLength(inner, offset);
        if (bytes > MAX_BYTES) {
            proven.clear();
            bytes = 0;
        }
        Proven before = proven.put(ContentHash.of(inner, offset, length),
                new Proven(Arrays.copyOfRange(inner, offset, offset + length), under));
        bytes += before == null ? length : 0;
        return true;
    }

    /**
     * What was proven.
     *
     * @param inner all its bytes; leaf and count follow from them and from the header with that root
     * @param under key of the signature, or root
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by content
    private record Proven(byte[] inner, byte[] under) {}
}
