package io.trackmc.sim.fast;

import io.trackmc.proto.event.DropReason;
import io.trackmc.proto.protect.Direction;
import io.trackmc.proto.protect.KeyClass;
import io.trackmc.proto.wire.OuterHeader;
import org.jspecify.annotations.Nullable;

/**
 * One hop of one origin run, and what its key in each epoch is bound to; the same as a real one.
 *
 * @param region 0 for the data channel, else that of the parent
 * @param origin node that authenticates
 * @param other the other end; 0 for multicast
 * @param incarnationHigh of the run that authenticates
 * @param binding stands for all that, and both runs
 */
record FastHop(KeyClass keyClass, Direction direction, int region, int origin, int other, long incarnationHigh,
        long binding) {

    /** Of a node's run, to another's; nobody for multicast. */
    static FastHop of(KeyClass keyClass, Direction direction, int region, Run from, Run to) {
        long binding = Checksum.key(keyClass.code(), direction.code());
        binding = Checksum.key(binding, region);
        return new FastHop(keyClass, direction, region, from.node, to.node, from.high, to.bind(from.bind(binding)));
    }

    /** Its key in an epoch. */
    long key(FastEpoch epoch, FastSecrets secrets) {
        long key = switch (keyClass) {
            case DATA -> epoch.key();
            case REGION, INTERIOR_REGION -> secrets.regionRoot(keyClass, region, epoch);
            case LEAF_PAIR -> Checksum.key(epoch.key(), bindKey(secrets));
            case INTERIOR_PAIR -> Checksum.key(secrets.interiorRoot(epoch), bindKey(secrets));
            case STALE_PAIR -> bindKey(secrets);
        };
        return Checksum.key(key, binding);
    }

    /** Whether a node has what its key in an epoch follows from. */
    boolean isHeld(FastEpoch epoch, FastSecrets secrets) {
        boolean ofRegion = keyClass == KeyClass.REGION || keyClass == KeyClass.INTERIOR_REGION;
        return !ofRegion || secrets.hasRegionRoot(region, epoch);
    }

    /** Why a packet does not belong to this hop, as far as its header tells; null when it does. */
    @Nullable
    DropReason mismatch(byte[] datagram, int offset) {
        if (OuterHeader.classCode(datagram, offset) != keyClass.code()
                || OuterHeader.directionCode(datagram, offset) != direction.code()) {
            return DropReason.WRONG_KEY_CLASS;
        }
        if (OuterHeader.origin(datagram, offset) != origin) {
            return DropReason.UNKNOWN_ORIGIN;
        }
        return OuterHeader.incarnation(datagram, offset) == incarnationHigh ? null : DropReason.WRONG_INCARNATION;
    }

    /** Checks a packet without INNER and without a look at its counter. */
    @Nullable
    DropReason verify(FastSecrets secrets, byte[] datagram, int offset, int outerLength) {
        DropReason mismatch = mismatch(datagram, offset);
        if (mismatch != null) {
            return mismatch;
        }
        FastEpoch epoch = secrets.ring().bySpi(OuterHeader.spi(datagram, offset));
        if (epoch == null) {
            return DropReason.UNKNOWN_SPI;
        }
        long checksum = Checksum.of(key(epoch, secrets), datagram, offset, outerLength);
        return Checksum.matches(checksum, datagram, offset + outerLength) ? null : DropReason.BAD_ICV;
    }

    private long bindKey(FastSecrets secrets) {
        return direction == Direction.UP ? secrets.bindKey(other, origin) : secrets.bindKey(origin, other);
    }

    /** One run of a node. */
    record Run(int node, long high, long low) {

        static final Run NOBODY = new Run(0, 0, 0);

        private long bind(long key) {
            return Checksum.key(Checksum.key(Checksum.key(key, node), high), low);
        }
    }
}
