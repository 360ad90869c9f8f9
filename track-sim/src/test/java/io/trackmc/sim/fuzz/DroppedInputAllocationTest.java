package io.trackmc.sim.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.trackmc.proto.engine.Endpoint;
import io.trackmc.proto.engine.Path;
import io.trackmc.proto.wire.MessageType;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is dropped costs no memory, whatever it is and whoever made it. */
class DroppedInputAllocationTest {

    private static final int ROUNDS = 2_000;
    private static final int ATTEMPTS = 8;
    private static final int LONGEST = 600;

    private final Map<String, byte[]> junk = new LinkedHashMap<>();
    private final Path path = new Path();

    @ParameterizedTest
    @ValueSource(ints = {Group.SENDER, Group.RH, Group.RECEIVER})
    void shouldNotAllocateForWhatItDropsInASession(int victim) {
        checkJunk(Noise.inSession(victim), victim);
    }

    @ParameterizedTest
    @ValueSource(ints = {Group.RH, Group.RECEIVER})
    void shouldNotAllocateForWhatItDropsWhileItAsksForAParent(int victim) {
        Bench bench = Noise.inSession(victim);
        bench.restart(victim);
        bench.loseNext(victim, Integer.MAX_VALUE);
        bench.advance(10_000_000);
        assertThat(bench.sent).anyMatch(s -> s.type() == MessageType.BIND_CONFIRM && s.to() == victim);
        checkJunk(bench, victim);
    }

    private void checkJunk(Bench bench, int victim) {
        collect(bench, victim);
        Map<String, Long> allocated = new LinkedHashMap<>();
        int dropped = 0;
        for (Map.Entry<String, byte[]> entry : junk.entrySet()) {
            if (isDropped(bench.node(victim), bench.nowNs(), entry.getValue())) {
                dropped++;
                long bytes = bytesPerRound(bench.node(victim), bench.nowNs(), entry.getValue());
                allocated.merge(entry.getKey(), bytes, Long::sum);
            }
        }
        allocated.values().removeIf(bytes -> bytes == 0);
        assertThat(dropped).as("kinds of junk").isGreaterThan(3 * MessageType.values().length);
        assertThat(allocated).as("bytes allocated for one datagram").isEmpty();
    }

    private void collect(Bench bench, int victim) {
        for (int length : new int[] {0, 1, 31, 47, 48, LONGEST}) {
            junk.put(length + " zeros", new byte[length]);
        }
        collect("forged ", bench.sent, DroppedInputAllocationTest::flipped);
        collect("cut ", bench.sent, bytes -> Arrays.copyOf(bytes, bytes.length - 1));
        collect("drawn out ", bench.sent, bytes -> Arrays.copyOf(bytes, bytes.length + 1));
        collect("strange ", Recording.ofStranger(), bytes -> bytes);
        collect("old ", Recording.ofEarlierSession(bench.group), bytes -> bytes);
        collect("own ", bench.sent.stream().filter(s -> s.from() == victim).toList(), bytes -> bytes);
        collect("repeated ", bench.sent.stream().filter(s -> bench.wasAccepted(s.bytes())).toList(), bytes -> bytes);
    }

    /** The last of each type, changed. */
    private void collect(String kind, List<Sent> from, UnaryOperator<byte[]> change) {
        from.forEach(sent -> junk.put(kind + sent.type(), change.apply(sent.bytes().clone())));
    }

    private static byte[] flipped(byte[] bytes) {
        bytes[bytes.length - 1] ^= 1;
        return bytes;
    }

    private boolean isDropped(BenchNode node, long nowNs, byte[] bytes) {
        long before = node.drops();
        deliver(node, nowNs, bytes);
        return node.drops() > before;
    }

    private void deliver(BenchNode node, long nowNs, byte[] bytes) {
        Endpoint from = Group.endpoint(Group.SENDER);
        path.set(Path.Channel.UNICAST, from.high(), from.low(), from.port());
        node.engine.onDatagram(nowNs, path, bytes, 0, bytes.length);
    }

    /** The least of some tries, because compilers and class loading may allocate on this thread's behalf. */
    private long bytesPerRound(BenchNode node, long nowNs, byte[] bytes) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Endpoint from = Group.endpoint(Group.SENDER);
        path.set(Path.Channel.UNICAST, from.high(), from.low(), from.port());
        long least = Long.MAX_VALUE;
        for (int attempt = 0; attempt < ATTEMPTS && least > 0; attempt++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < ROUNDS; i++) {
                node.engine.onDatagram(nowNs, path, bytes, 0, bytes.length);
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        return least / ROUNDS;
    }
}
