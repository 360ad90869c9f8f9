package io.trackmc.proto.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Checking, parsing and writing packets leaves no garbage, also when they are bad. */
class CodecAllocationTest {

    private static final int WARM_UP = 20_000;
    private static final int MEASURED = 1_000;
    private static final int ATTEMPTS = 20;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final byte[] scratch = new byte[2_048];

    @ParameterizedTest
    @EnumSource
    void shouldNotAllocateOnceWarm(MessageType type) {
        List<byte[]> good = GoldenDatagram.accepted(type).stream()
                .map(GoldenDatagram::bytes)
                .toList();
        List<byte[]> bad = GoldenDatagram.malformed().stream()
                .map(GoldenDatagram::bytes)
                .filter(b -> b.length > 1 && OuterHeader.typeCode(b, 0) == type.code())
                .toList();
        Message message = Messages.of(type);
        run(WARM_UP, good, bad, message);

        assertThat(leastAllocated(good, bad, message)).isZero();
    }

    /** The least of several attempts, because the compiler may still be at work. */
    private long leastAllocated(List<byte[]> good, List<byte[]> bad, Message message) {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < ATTEMPTS && least > 0; i++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            run(MEASURED, good, bad, message);
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        return least;
    }

    private void run(int times, List<byte[]> good, List<byte[]> bad, Message message) {
        for (int i = 0; i < times; i++) {
            for (int j = 0; j < good.size(); j++) {
                take(good.get(j), message);
            }
            for (int j = 0; j < bad.size(); j++) {
                take(bad.get(j), message);
            }
        }
    }

    private void take(byte[] b, Message message) {
        boolean whole = PacketShape.check(b, 0, b.length, GoldenDatagram.MAX_DATAGRAM_BYTES) == null;
        if (whole && Objects.nonNull(message) && message.parse(b, 0)) {
            message.write(scratch, 0);
        }
    }
}
