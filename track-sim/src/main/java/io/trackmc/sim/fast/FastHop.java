package io.trackmc.sim.fast;

import io.trackmc.proto.event.DropReason;
import io.trackmc.proto.protect.Direction;
import io.trackmc.proto.protect.KeyClass;
import io.trackmc.proto.wire.OuterHeader;
import org.jspecify.annotations.Nullable;

/**
 * One hop of one origin run and its key, which is bound to everything that a real one is bound to.
 *
 * @param region 0 for the data channel, else that of the parent
 * @param incarnationHigh of the run that authenticates
 */
record FastHop(KeyClass keyClass, Direction direction, int region, int origin, long incarnationHigh, long key) {

    static final int SPI = 0x0FA5_7FA5;

    /** Of a node's run, to another's; 0 and zeros for multicast. */
    static FastHop of(long secret, KeyClass keyClass, Direction direction, int region, Run from, Run to) {
        long key = Checksum.key(secret, keyClass.code());
        key = Checksum.key(key, direction.code());
        key = Checksum.key(key, region);
        return new FastHop(keyClass, direction, region, from.node, from.high, to.bind(from.bind(key)));
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
        if (OuterHeader.incarnation(datagram, offset) != incarnationHigh) {
            return DropReason.WRONG_INCARNATION;
        }
        return OuterHeader.spi(datagram, offset) == SPI ? null : DropReason.UNKNOWN_SPI;
    }

    /** Checks a packet without INNER and without a look at its counter. */
    @Nullable
    DropReason verify(byte[] datagram, int offset, int outerLength) {
        DropReason mismatch = mismatch(datagram, offset);
        if (mismatch != null) {
            return mismatch;
        }
        boolean authentic = Checksum.matches(Checksum.of(key, datagram, offset, outerLength), datagram,
                offset + outerLength);
        return authentic ? null : DropReason.BAD_ICV;
    }

    /** One run of a node. */
    record Run(int node, long high, long low) {

        static final Run NOBODY = new Run(0, 0, 0);

        private long bind(long key) {
            return Checksum.key(Checksum.key(Checksum.key(key, node), high), low);
        }
    }
}
