package io.trackmc.proto.testing;

import io.trackmc.proto.event.DropReason;
import io.trackmc.proto.protect.AntiReplayWindow;
import io.trackmc.proto.protect.Direction;
import io.trackmc.proto.protect.HopKeys;
import io.trackmc.proto.protect.HopSealer;
import io.trackmc.proto.protect.HopVerifier;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.protect.KeyClass;
import io.trackmc.proto.wire.OuterHeader;
import org.jspecify.annotations.Nullable;

/** One hop: everything that enters its key (wire format §4.2). Seals or verifies; each end has its own. */
final class FakeHop implements HopSealer, HopVerifier {

    private static final byte[] NOTHING = {};

    private final KeyClass keyClass;
    private final Direction direction;
    private final int origin;
    private final Incarnation incarnation;
    private final long channelId;
    private final long key;
    private final byte[] emptyDigest = new byte[HopKeys.DIGEST_LENGTH];
    private final AntiReplayWindow window;
    private long counter;

    FakeHop(
            long root,
            KeyClass keyClass,
            Direction direction,
            int region,
            int origin,
            Incarnation incarnation,
            int destination,
            Incarnation destinationIncarnation,
            long channelId,
            long lastCounter) {
        this.keyClass = keyClass;
        this.direction = direction;
        this.origin = origin;
        this.incarnation = incarnation;
        this.channelId = channelId;
        this.counter = lastCounter;
        long k = Mixer.mix(root, keyClass.code() << 8 | direction.code());
        k = Mixer.mix(Mixer.mix(k, FakeGroup.GID), region);
        k = Mixer.mix(Mixer.mix(k, FakeGroup.EPOCH), origin);
        k = Mixer.mix(Mixer.mix(k, incarnation.high()), incarnation.low());
        k = Mixer.mix(k, destination);
        this.key = Mixer.mix(Mixer.mix(k, destinationIncarnation.high()), destinationIncarnation.low());
        digest(NOTHING, 0, 0, emptyDigest, 0);
        this.window = new AntiReplayWindow(
                keyClass.isPair() ? AntiReplayWindow.PAIR_COUNTERS : AntiReplayWindow.MULTICAST_COUNTERS);
    }

    /** Stands for SHA-256. */
    static void digest(byte[] bytes, int offset, int length, byte[] digest, int digestOffset) {
        for (int i = 0; i < HopKeys.DIGEST_LENGTH; i += Long.BYTES) {
            Mixer.put(digest, digestOffset + i, Mixer.mix(i + 1, bytes, offset, length));
        }
    }

    @Override
    public int seal(byte[] datagram, int offset, int outerLength) {
        return seal(datagram, offset, outerLength, 0, emptyDigest, 0);
    }

    @Override
    public int seal(byte[] datagram, int offset, int outerLength, int innerLength, byte[] digest, int digestOffset) {
        counter++;
        OuterHeader.writeSecurity(
                datagram, offset, keyClass.code(), direction.code(), FakeGroup.SPI, origin, incarnation.high(),
                counter);
        int icv = offset + outerLength + innerLength;
        Mixer.put(datagram, icv, tag(1, datagram, offset, outerLength, digest, digestOffset));
        Mixer.put(datagram, icv + 8, tag(2, datagram, offset, outerLength, digest, digestOffset));
        return outerLength + innerLength + HopKeys.ICV_LENGTH;
    }

    @Override
    public @Nullable DropReason verify(byte[] datagram, int offset, int outerLength) {
        DropReason mismatch = mismatch(datagram, offset);
        if (mismatch != null) {
            return mismatch;
        }
        long claimed = OuterHeader.counter(datagram, offset);
        if (!window.check(claimed)) {
            return DropReason.REPLAYED;
        }
        if (!isAuthentic(datagram, offset, outerLength, 0, emptyDigest, 0)) {
            return DropReason.BAD_ICV;
        }
        window.commit(claimed);
        return null;
    }

    @Override
    public @Nullable DropReason verify(
            byte[] datagram, int offset, int outerLength, int innerLength, byte[] digest, int digestOffset) {
        DropReason mismatch = mismatch(datagram, offset);
        if (mismatch != null) {
            return mismatch;
        }
        digest(datagram, offset + outerLength, innerLength, digest, digestOffset);
        boolean authentic = isAuthentic(datagram, offset, outerLength, innerLength, digest, digestOffset);
        return authentic ? null : DropReason.BAD_ICV;
    }

    @Override
    public void floor(int spi, long lastCounter) {
        if (spi == FakeGroup.SPI && lastCounter > 0) {
            window.floor(lastCounter);
        }
    }

    @Override
    public void liftFloors() {
        window.liftFloor();
    }

    @Override
    public int spi() {
        return FakeGroup.SPI;
    }

    @Override
    public long counter() {
        return counter;
    }

    /** Verifies without a replay window and without keeping anything. */
    @Nullable
    DropReason verifyOnce(byte[] datagram, int offset, int outerLength) {
        DropReason mismatch = mismatch(datagram, offset);
        if (mismatch != null) {
            return mismatch;
        }
        return isAuthentic(datagram, offset, outerLength, 0, emptyDigest, 0) ? null : DropReason.BAD_ICV;
    }

    private @Nullable DropReason mismatch(byte[] b, int off) {
        if (OuterHeader.classCode(b, off) != keyClass.code() || OuterHeader.directionCode(b, off) != direction.code()) {
            return DropReason.WRONG_KEY_CLASS;
        }
        if (OuterHeader.origin(b, off) != origin) {
            return DropReason.UNKNOWN_ORIGIN;
        }
        if (OuterHeader.incarnation(b, off) != incarnation.high()) {
            return DropReason.WRONG_INCARNATION;
        }
        return OuterHeader.spi(b, off) == FakeGroup.SPI ? null : DropReason.UNKNOWN_SPI;
    }

    private boolean isAuthentic(
            byte[] datagram, int offset, int outerLength, int innerLength, byte[] digest, int digestOffset) {
        int icv = offset + outerLength + innerLength;
        return Mixer.holds(datagram, icv, tag(1, datagram, offset, outerLength, digest, digestOffset))
                && Mixer.holds(datagram, icv + 8, tag(2, datagram, offset, outerLength, digest, digestOffset));
    }

    private long tag(long lane, byte[] b, int offset, int outerLength, byte[] digest, int digestOffset) {
        long h = Mixer.mix(Mixer.mix(key, lane), channelId);
        h = Mixer.mix(h, b, offset, outerLength);
        return Mixer.mix(h, digest, digestOffset, HopKeys.DIGEST_LENGTH);
    }
}
