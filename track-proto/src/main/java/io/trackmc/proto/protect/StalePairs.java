package io.trackmc.proto.protect;

import io.trackmc.proto.event.DropReason;
import org.jspecify.annotations.Nullable;

/**
 * Keys of class STALE_PAIR, which belong to no epoch: by them a child that has missed the rekeys up to its parent's epoch gets those
 * rekeys, and nothing else. No state is kept, and there is no replay window: who answers requests looks at their counters, and what is
 * sent so is public. Not thread-safe.
 */
public interface StalePairs {

    /** Seals a RekeyRequest to a parent that this node has keys for, with a counter above all before in this run; returns the length of the datagram. */
    int sealRequest(int parent, byte[] datagram, int offset, int outerLength);

    /** Verifies a RekeyRequest of a child that this node may have. */
    @Nullable
    DropReason verifyRequest(int child, byte[] datagram, int offset, int outerLength);

    /**
     * Seals a Rekey to a child whose request was verified.
     *
     * @param counter of the datagram
     * @param digest SHA-256 of INNER
     * @return the length of the datagram
     */
    int sealRekey(
            int child, long counter, byte[] datagram, int offset, int outerLength, int innerLength, byte[] digest,
            int digestOffset);

    /** Verifies a Rekey of a parent that this node has keys for. */
    @Nullable
    DropReason verifyRekey(int parent, byte[] datagram, int offset, int outerLength, int innerLength);
}
