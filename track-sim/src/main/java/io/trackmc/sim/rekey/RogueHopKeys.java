package io.trackmc.sim.rekey;

import io.trackmc.proto.event.DropReason;
import io.trackmc.proto.protect.HopKeys;
import io.trackmc.proto.protect.HopSealer;
import io.trackmc.proto.protect.HopVerifier;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.protect.KeyClass;
import io.trackmc.proto.protect.RegionGrants;
import io.trackmc.proto.protect.StalePairs;
import io.trackmc.proto.wire.HeartbeatMessage;
import io.trackmc.sim.check.WireView;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Keys of a repair head that speaks to those below it under the epoch that it began with for ever, and understands them under any; in what it says to
 * them of rekeys it may lie.
 */
final class RogueHopKeys implements HopKeys {

    private final HopKeys present;
    private final HopKeys old;
    private final RekeyLie lie;

    /**
     * @param present keys that follow all rekeys
     * @param old another copy, which follows none
     */
    RogueHopKeys(HopKeys present, HopKeys old, RekeyLie lie) {
        this.present = present;
        this.old = old;
        this.lie = lie;
    }

    @Override
    public int nodeId() {
        return present.nodeId();
    }

    @Override
    public Incarnation incarnation() {
        return present.incarnation();
    }

    @Override
    public long transportEpoch() {
        return present.transportEpoch();
    }

    @Override
    public void digest(byte[] bytes, int offset, int length, byte[] digest, int digestOffset) {
        present.digest(bytes, offset, length, digest, digestOffset);
    }

    @Override
    public HopSealer dataSealer() {
        return old.dataSealer();
    }

    @Override
    public HopVerifier dataVerifier(int source, Incarnation incarnation) {
        return present.dataVerifier(source, incarnation);
    }

    @Override
    public HopSealer regionSealer() {
        return new Liar(old.regionSealer());
    }

    @Override
    public RegionGrants regionGrants() {
        return present.regionGrants();
    }

    @Override
    public HopVerifier regionVerifier(int parent, Incarnation parentIncarnation) {
        return present.regionVerifier(parent, parentIncarnation);
    }

    @Override
    public boolean canBindTo(int parent) {
        return present.canBindTo(parent);
    }

    @Override
    public KeyClass pairClass() {
        return present.pairClass();
    }

    @Override
    public HopSealer bindRequestSealer(int parent) {
        return present.bindRequestSealer(parent);
    }

    @Override
    public HopSealer bindRequestSealerAhead(int parent) {
        return present.bindRequestSealerAhead(parent);
    }

    @Override
    public @Nullable DropReason verifyBindReply(
            int parent, long incarnationHigh, long incarnationLow, byte[] datagram, int offset, int outerLength) {
        return present.verifyBindReply(parent, incarnationHigh, incarnationLow, datagram, offset, outerLength);
    }

    @Override
    public HopSealer upSealer(int parent, Incarnation parentIncarnation) {
        return present.upSealer(parent, parentIncarnation);
    }

    @Override
    public HopVerifier downVerifier(int parent, Incarnation parentIncarnation) {
        return present.downVerifier(parent, parentIncarnation);
    }

    @Override
    public @Nullable DropReason verifyBindRequest(
            int child, KeyClass pairClass, long incarnationHigh, long incarnationLow, byte[] datagram, int offset,
            int outerLength) {
        DropReason refused = present.verifyBindRequest(child, pairClass, incarnationHigh, incarnationLow, datagram,
                offset, outerLength);
        return refused != DropReason.UNKNOWN_SPI ? refused
                : old.verifyBindRequest(child, pairClass, incarnationHigh, incarnationLow, datagram, offset,
                        outerLength);
    }

    @Override
    public HopSealer downSealer(int child, KeyClass pairClass, Incarnation childIncarnation) {
        return new Liar(old.downSealer(child, pairClass, childIncarnation));
    }

    @Override
    public HopVerifier upVerifier(int child, KeyClass pairClass, Incarnation childIncarnation) {
        return new Either(present.upVerifier(child, pairClass, childIncarnation),
                old.upVerifier(child, pairClass, childIncarnation));
    }

    @Override
    public StalePairs stalePairs() {
        return Objects.requireNonNull(present.stalePairs());
    }

    @Override
    public int challenge(long count) {
        return present.challenge(count);
    }

    @Override
    public @Nullable DropReason verifyQuery(
            int origin, long incarnationHigh, long incarnationLow, byte[] datagram, int offset, int outerLength) {
        return present.verifyQuery(origin, incarnationHigh, incarnationLow, datagram, offset, outerLength);
    }

    @Override
    public @Nullable DropReason verifyAdvertise(
            int origin, long incarnationHigh, long incarnationLow, byte[] datagram, int offset, int outerLength) {
        return present.verifyAdvertise(origin, incarnationHigh, incarnationLow, datagram, offset, outerLength);
    }

    /** Changes what a Heartbeat says before it is sealed. */
    private final class Liar implements HopSealer {

        private final HopSealer honest;
        private final HeartbeatMessage heartbeat = new HeartbeatMessage();

        Liar(HopSealer honest) {
            this.honest = honest;
        }

        @Override
        public int seal(byte[] datagram, int offset, int outerLength) {
            boolean says = lie == RekeyLie.SAYS_NONE && WireView.type(datagram) == WireView.HEARTBEAT;
            if (says && heartbeat.parse(datagram, offset)) {
                heartbeat.transportRekey(0).contentRekey(0).write(datagram, offset);
            }
            return honest.seal(datagram, offset, outerLength);
        }

        @Override
        public int seal(byte[] datagram, int offset, int outerLength, int innerLength, byte[] digest,
                int digestOffset) {
            return honest.seal(datagram, offset, outerLength, innerLength, digest, digestOffset);
        }

        @Override
        public int spi() {
            return honest.spi();
        }

        @Override
        public long counter() {
            return honest.counter();
        }
    }

    /** Understands what is of the present epochs, or of the old one. */
    private record Either(HopVerifier present, HopVerifier old) implements HopVerifier {

        @Override
        public @Nullable DropReason verify(byte[] datagram, int offset, int outerLength) {
            DropReason refused = present.verify(datagram, offset, outerLength);
            return refused == DropReason.UNKNOWN_SPI ? old.verify(datagram, offset, outerLength) : refused;
        }

        @Override
        public @Nullable DropReason verify(
                byte[] datagram, int offset, int outerLength, int innerLength, byte[] digest, int digestOffset) {
            DropReason refused = present.verify(datagram, offset, outerLength, innerLength, digest, digestOffset);
            return refused == DropReason.UNKNOWN_SPI
                    ? old.verify(datagram, offset, outerLength, innerLength, digest, digestOffset) : refused;
        }

        @Override
        public void floor(int spi, long counter) {
            present.floor(spi, counter);
        }

        @Override
        public void liftFloors() {
            present.liftFloors();
        }
    }
}
