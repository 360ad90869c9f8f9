package io.trackmc.proto.protect;

import io.trackmc.proto.event.DropReason;

import org.jspecify.annotations.Nullable;

/**
 * The rekeys of both layers, as the engine of one node sees them: it brings INNERs of authorities, and learns what they changed.
 *
 * <p>Rekeys of a layer are numbered from 1 and applied strictly in order. A rekey is one header, signed by the authority, and chunks of
 * slices, which a Merkle path ties to the header. Implementations verify all of them, hold secrets and never show them. Not
 * thread-safe.
 */
public interface KeyUpdates {

    /** Rekeys of one layer, the newest included, whose headers are kept and whose chunks can be verified. */
    int KEPT_REKEYS = 16;

    /** Returned by {@link #neededSlice}: the interior slice, of sender and repair heads. */
    int INTERIOR_SLICE = -1;

    /** Returned by {@link #neededSlice}: nothing is needed. */
    int NO_SLICE = -2;

    /** Newest rekey whose header was verified; 0 none. */
    long newest(KeyLayer layer);

    /** Newest rekey that this node has applied; the same as {@link #newest} where it has no keys of the layer. */
    long applied(KeyLayer layer);

    /**
     * Verifies the header of a rekey (signature, group, order, and the chain to its neighbours) and takes it, also of one at or below
     * {@link #applied} that this node has not seen, as long as it is among the last {@link #KEPT_REKEYS}: parents keep it for others.
     *
     * @param inner well-formed INNER of type header at {@code offset}
     * @return why it must be dropped; null when it was taken, or taken before
     */
    @Nullable
    DropReason header(byte[] inner, int offset, int length);

    /**
     * Verifies a chunk against the header of its rekey, takes what this node needs of it, and applies what can be applied.
     *
     * @param inner well-formed INNER of type slice chunk at {@code offset}
     * @return why it must be dropped; null when it is authentic
     */
    @Nullable
    DropReason chunk(byte[] inner, int offset, int length);

    /** Slice that must come next so that the rekey after {@link #applied} can be applied: a region, {@link #INTERIOR_SLICE} or {@link #NO_SLICE}. */
    int neededSlice(KeyLayer layer);

    /** Whether everything for the next rekey is there and it waits only for an epoch to be retired. */
    boolean holdsBack(KeyLayer layer);

    /** Applies the rekey that was held back, if there is room now. */
    boolean tryApply(KeyLayer layer);

    /** Times of the newest epoch that is installed and not yet active; null when there is none. */
    @Nullable
    KeyChange pending(KeyLayer layer);

    /** Goes on to the epoch after {@link #activeEpoch}; nothing when none is installed. */
    void activate(KeyLayer layer);

    /** Forgets the epoch before the active one; nothing when there is none. */
    void retirePrevious(KeyLayer layer);

    /** Whether an epoch before the active one is still installed. */
    boolean hasPrevious(KeyLayer layer);

    /** Oldest epoch that is installed; 0 where this node has no keys of the layer, or keys never change. */
    long oldestEpoch(KeyLayer layer);

    /** The epoch that this node sends under, and of which {@link #activate} makes the next; 0 likewise. */
    long activeEpoch(KeyLayer layer);

    /** Newest epoch that is installed; 0 likewise. */
    long installedEpoch(KeyLayer layer);

    /** The installed epoch of an SPI; 0 none. */
    long epochOf(KeyLayer layer, int spi);

    /** Whether an SPI is the one announced for an epoch that has not come yet. */
    boolean isAnnounced(KeyLayer layer, int spi);

    /**
     * Whether a verified part of a rekey has expelled that node, now or in any rekey before, or an authority has said so with keys of a {@link KeyRenewal}.
     * A node without children need not remember it of others than itself and its parents.
     */
    boolean isExpelled(int nodeId);

    /** Number of nodes that {@link #expelled} names; grows when a part of a rekey expels more, or a {@link KeyRenewal} names more. */
    int expelledCount();

    /** Node id of one of the expelled, in the order in which they became known. */
    int expelled(int index);
}
