package io.trackmc.proto.protect;

import io.trackmc.proto.event.DropReason;
import org.jspecify.annotations.Nullable;

/**
 * The transport keys of one run of one node, as its engine sees them: a factory of sealers and verifiers by hop.
 *
 * <p>Sealers and verifiers are made when a relation begins (session, bind) and kept while it lasts; making one costs key
 * derivation and allocation. The {@code verify*} methods of this interface keep no state: they are for packets from nodes
 * with which no relation exists yet. They take the run of that node as two numbers, because a claim that nobody has verified must not
 * cost an object. Implementations hold secrets and never show them. Not thread-safe.
 */
public interface HopKeys {

    /** Length of SHA-256. */
    int DIGEST_LENGTH = 32;

    /** Length of the ICV that ends each datagram. */
    int ICV_LENGTH = 16;

    /** Node id of this node. */
    int nodeId();

    /** This run of this node. */
    Incarnation incarnation();

    /** Newest installed transport epoch. */
    long transportEpoch();

    /** Writes SHA-256 of the given bytes to {@code digest}. */
    void digest(byte[] bytes, int offset, int length, byte[] digest, int digestOffset);

    /** Seals for the data channel (class DATA): a sender's OData, NullData and data-channel repairs, an RH's Advertise, a child's Query. */
    HopSealer dataSealer();

    /** Verifies what {@code source} sends on the data channel. */
    HopVerifier dataVerifier(int source, Incarnation incarnation);

    /** Seals for the local control channel of this node's own region, and unicast RData to a leaf. */
    HopSealer regionSealer();

    /**
     * Verifies what {@code parent} sends on its local control channel, in epochs of which this node has the RegionSecret.
     *
     * @throws IllegalArgumentException when this node was given no keys of that parent
     */
    HopVerifier regionVerifier(int parent, Incarnation parentIncarnation);

    /** Whether this node holds what it needs to bind to {@code parent}. */
    boolean canBindTo(int parent);

    /** Class of the pair key between this node, as a child, and any parent: INTERIOR_PAIR for an RH, else LEAF_PAIR. */
    KeyClass pairClass();

    /** Seals BindRequests to {@code parent}, whose incarnation is not known yet. */
    HopSealer bindRequestSealer(int parent);

    /**
     * The same under the newest epoch that is installed, also before this node uses it: {@code parent} may have gone on to that and have told nobody who
     * could tell this node. Counters of both go on from each other.
     */
    default HopSealer bindRequestSealerAhead(int parent) {
        return bindRequestSealer(parent);
    }

    /**
     * Verifies BindConfirm, BindReject or BindPending of {@code parent} under the 16 bytes of incarnation that it carries. The
     * body must have been parsed already.
     */
    @Nullable
    DropReason verifyBindReply(
            int parent, long incarnationHigh, long incarnationLow, byte[] datagram, int offset, int outerLength);

    /** Seals what this node sends up to {@code parent} once the bind is confirmed. */
    HopSealer upSealer(int parent, Incarnation parentIncarnation);

    /** Verifies what {@code parent} sends down to this node alone. */
    HopVerifier downVerifier(int parent, Incarnation parentIncarnation);

    /**
     * Verifies a BindRequest to this node under the 16 bytes of incarnation that it carries.
     *
     * @param pairClass class claimed by the packet: LEAF_PAIR or INTERIOR_PAIR
     */
    @Nullable
    DropReason verifyBindRequest(
            int child, KeyClass pairClass, long incarnationHigh, long incarnationLow, byte[] datagram, int offset,
            int outerLength);

    /** Seals what this node, as a parent, sends down to {@code child} alone. */
    HopSealer downSealer(int child, KeyClass pairClass, Incarnation childIncarnation);

    /** Verifies what {@code child} sends up to this node, under both incarnations. */
    HopVerifier upVerifier(int child, KeyClass pairClass, Incarnation childIncarnation);

    /** Keys of no epoch, for children that have missed some; null where epochs never change. */
    default @Nullable StalePairs stalePairs() {
        return null;
    }

    /** RegionSecrets that go over to children of other tenants, and come from parents of other tenants. */
    default RegionGrants regionGrants() {
        return RegionGrants.NONE;
    }

    /** A number that nobody can tell before this parent has sent it: another for each {@code count}. */
    int challenge(long count);

    /** Verifies a Query of {@code origin}, a child that anybody may have, under the 16 bytes of incarnation that it carries; a hint. */
    @Nullable
    DropReason verifyQuery(
            int origin, long incarnationHigh, long incarnationLow, byte[] datagram, int offset, int outerLength);

    /** Verifies an Advertise of {@code origin} under the 16 bytes of incarnation that it carries; a hint, without replay window. */
    @Nullable
    DropReason verifyAdvertise(
            int origin, long incarnationHigh, long incarnationLow, byte[] datagram, int offset, int outerLength);
}
