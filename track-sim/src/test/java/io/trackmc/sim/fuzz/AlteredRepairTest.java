package io.trackmc.sim.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.engine.Path.Channel;
import io.trackmc.proto.event.DropReason;
import io.trackmc.proto.protect.HopKeys;
import io.trackmc.proto.receiver.ReceiverState;
import io.trackmc.proto.wire.InnerHeader;
import io.trackmc.proto.wire.MessageType;
import io.trackmc.proto.wire.OuterHeader;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A repair head that alters what it repairs: its receiver counts a forgery, and gets what is true. */
class AlteredRepairTest {

    private static final long PATIENCE_NS = 10_000_000_000L;
    private static final byte[] MESSAGE = {1, 2, 3, 4, 5, 6, 7, 8};

    private final Bench bench = new Bench(Group.INTERIOR, 1);
    private final BenchNode receiver = bench.node(Group.RECEIVER);
    private final BenchNode sender = bench.node(Group.SENDER);

    @Test
    void shouldBeCountedAndNotDelivered() {
        assertThat(bench.advanceUntil(() -> receiver.receiver().state() != ReceiverState.JOINING, PATIENCE_NS))
                .isTrue();
        sender.sender().begin();
        sender.publisher.offer(MESSAGE);
        bench.loseNext(Group.RECEIVER, 1);
        assertThat(bench.advanceUntil(() -> repair().isPresent(), PATIENCE_NS)).isTrue();
        assertThat(receiver.delivered).isEmpty();

        byte[] altered = altered(repair().orElseThrow());
        bench.deliver(Group.RECEIVER, Channel.REGION, Group.RH, altered);
        assertThat(receiver.engine.counters().get(DropReason.FORGED_CONTENT)).isEqualTo(1);
        assertThat(receiver.delivered).isEmpty();

        assertThat(bench.advanceUntil(() -> !receiver.delivered.isEmpty(), PATIENCE_NS)).isTrue();
        assertThat(receiver.delivered).containsExactly(MESSAGE);
    }

    /** The repair that the repair head has sent and that is still under way. */
    private Optional<Sent> repair() {
        return bench.sent.stream().filter(datagram -> datagram.from() == Group.RH
                && OuterHeader.typeCode(datagram.bytes(), 0) == MessageType.RDATA.code()).findFirst();
    }

    /** The same with one bit of the content altered, under the repair head's own keys. */
    private byte[] altered(Sent repair) {
        byte[] bytes = Arrays.copyOf(repair.bytes(), repair.bytes().length);
        int outerLength = OuterHeader.outerLength(bytes, 0);
        int innerLength = bytes.length - outerLength - HopKeys.ICV_LENGTH;
        bytes[outerLength + InnerHeader.LENGTH] ^= 1;
        byte[] digest = new byte[HopKeys.DIGEST_LENGTH];
        HopKeys keys = bench.node(Group.RH).keys;
        keys.digest(bytes, outerLength, innerLength, digest, 0);
        keys.regionSealer().seal(bytes, 0, outerLength, innerLength, digest, 0);
        return bytes;
    }
}
