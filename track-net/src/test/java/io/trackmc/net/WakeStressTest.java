package io.trackmc.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A wake-up is never lost: each command is seen although nothing but its own wake-up could make the loop look. */
class WakeStressTest {

    @ParameterizedTest
    @CsvSource({"EPOLL, 1, 30000", "EPOLL, 4, 10000", "NIO, 1, 30000", "NIO, 4, 10000"})
    void shouldSeeEachCommandAfterItsWakeUp(Transport transport, int producers, int commandsEach) throws Exception {
        Queue<CountDownLatch> commands = new ConcurrentLinkedQueue<>();
        CommandSource source = nowNs -> {
            for (CountDownLatch next = commands.poll(); next != null; next = commands.poll()) {
                next.countDown();
            }
            return false;
        };
        AtomicLong seen = new AtomicLong();
        try (TestNode node = TestNode.start(
                TestNode.onLoopback(TestNode.freshGroup("239.255.77.1")).transport(transport), new EchoEngine(),
                options -> options.withCommands(source))) {
            Thread[] threads = new Thread[producers];
            for (int i = 0; i < producers; i++) {
                threads[i] = Thread.ofPlatform().start(() -> {
                    for (int n = 0; n < commandsEach; n++) {
                        CountDownLatch command = new CountDownLatch(1);
                        commands.add(command);
                        node.driver.wake();
                        Await.latch(command);
                        seen.incrementAndGet();
                    }
                });
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(seen.get()).isEqualTo((long) producers * commandsEach);
        }
    }

    /** Without waiting for each other, many wake-ups cost few turns, and still nothing stays in the queue. */
    @ParameterizedTest
    @CsvSource({"EPOLL", "NIO"})
    void shouldCoalesceWakeUps(Transport transport) throws Exception {
        int total = 300_000;
        Queue<Integer> commands = new ConcurrentLinkedQueue<>();
        CountDownLatch done = new CountDownLatch(1);
        CommandSource source = nowNs -> {
            for (Integer next = commands.poll(); next != null; next = commands.poll()) {
                if (next == total - 1) {
                    done.countDown();
                }
            }
            return false;
        };
        try (TestNode node = TestNode.start(
                TestNode.onLoopback(TestNode.freshGroup("239.255.77.1")).transport(transport), new EchoEngine(),
                options -> options.withCommands(source))) {
            for (int i = 0; i < total; i++) {
                commands.add(i);
                node.driver.wake();
            }
            Await.latch(done);
            assertThat(node.sockets.counters().get(NetCounterId.TURNS)).isLessThan(total);
        }
    }
}
