package io.trackmc.keys.transport.hop;

import static io.trackmc.keys.transport.TestGroup.RECEIVER;
import static io.trackmc.keys.transport.TestGroup.RH;
import static io.trackmc.keys.transport.TestGroup.SENDER;
import static io.trackmc.keys.transport.TestGroup.run;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.trackmc.keys.transport.TestGroup;
import io.trackmc.proto.protect.HopSealer;
import io.trackmc.proto.protect.HopVerifier;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.protect.KeyClass;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** No packet costs an allocation: not a true one, and above all not a forged one. */
class HopAllocationTest {

    private static final int ROUNDS = 20_000;

    private final TestGroup group = new TestGroup(0x77);
    private final NodeHopKeys sender = NodeHopKeysTest.keys(group, SENDER);
    private final NodeHopKeys rh = NodeHopKeysTest.keys(group, RH);
    private final NodeHopKeys receiver = NodeHopKeysTest.keys(group, RECEIVER);

    @Test
    void shouldNotAllocateForAPacketWithInner() {
        HopSealer sealer = sender.dataSealer();
        HopVerifier verifier = receiver.dataVerifier(SENDER, run(SENDER));
        Packet packet = Packet.withInner();
        assertThat(bytesPerRound(() -> packet.sealedBy(sealer, sender).verifiedBy(verifier))).isZero();
    }

    @Test
    void shouldNotAllocateForAPacketWithoutInner() {
        HopSealer sealer = receiver.upSealer(RH, run(RH));
        HopVerifier verifier = rh.upVerifier(RECEIVER, KeyClass.LEAF_PAIR, run(RECEIVER));
        Packet packet = Packet.withoutInner();
        assertThat(bytesPerRound(() -> packet.sealedBy(sealer, receiver).verifiedBy(verifier))).isZero();
    }

    @Test
    void shouldNotAllocateForAForgedOrReplayedPacket() {
        HopVerifier verifier = rh.upVerifier(RECEIVER, KeyClass.LEAF_PAIR, run(RECEIVER));
        Packet packet = Packet.withoutInner().sealedBy(receiver.upSealer(RH, run(RH)), receiver);
        Packet forged = Packet.withoutInner().sealedBy(receiver.upSealer(RH, run(RH)), receiver);
        forged.bytes[Packet.OFFSET + Packet.OUTER_LENGTH] ^= 1;
        packet.verifiedBy(verifier);
        assertThat(bytesPerRound(() -> packet.verifiedBy(verifier))).isZero();
        assertThat(bytesPerRound(() -> forged.verifiedBy(verifier))).isZero();
    }

    @Test
    void shouldNotAllocateForAForgedBindRequestReplyOrAdvertise() {
        Packet request = Packet.withoutInner().sealedBy(receiver.bindRequestSealer(RH), receiver);
        Packet reply = Packet.withoutInner()
                .sealedBy(rh.downSealer(RECEIVER, KeyClass.LEAF_PAIR, run(RECEIVER)), rh);
        Packet hint = Packet.withoutInner().sealedBy(rh.dataSealer(), rh);
        Incarnation child = new Incarnation(run(RECEIVER).high(), 0);
        Incarnation parent = new Incarnation(run(RH).high(), 0);
        assertThat(bytesPerRound(
                () -> rh.verifyBindRequest(RECEIVER, KeyClass.LEAF_PAIR, child.high(), child.low(), request.bytes,
                        Packet.OFFSET, Packet.OUTER_LENGTH)))
                .isZero();
        assertThat(bytesPerRound(
                () -> receiver.verifyBindReply(RH, parent.high(), parent.low(), reply.bytes, Packet.OFFSET,
                        Packet.OUTER_LENGTH)))
                .isZero();
        assertThat(
                bytesPerRound(() -> receiver.verifyAdvertise(RH, parent.high(), parent.low(), hint.bytes, Packet.OFFSET,
                        Packet.OUTER_LENGTH)))
                .isZero();
    }

    /** The least of some tries, because compilers and class loading may allocate on this thread's behalf once. */
    private static long bytesPerRound(Runnable round) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int attempt = 0; attempt < 5; attempt++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < ROUNDS; i++) {
                round.run();
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        return least / ROUNDS;
    }
}
