package io.trackmc.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trackmc.proto.engine.Endpoint;
import io.trackmc.proto.engine.EngineEvent;
import io.trackmc.proto.engine.Transmit.Destination;
import io.trackmc.proto.event.CounterId;
import io.trackmc.proto.event.DropReason;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class EngineDriverTest {

    private static final long HOUR_NS = 3_600_000_000_000L;

    private final InetSocketAddress group = TestNode.freshGroup("239.255.77.1");

    @ParameterizedTest
    @EnumSource(names = {"EPOLL", "NIO"})
    void shouldRunADeadlineInThePastAtOnce(Transport transport) {
        CountDownLatch ran = new CountDownLatch(1);
        try (TestNode node = TestNode.start(TestNode.onLoopback(group).transport(transport))) {
            node.driver.execute(() -> node.engine.timer(System.nanoTime() - HOUR_NS, ran::countDown));
            Await.latch(ran);
        }
    }

    @ParameterizedTest
    @CsvSource({"EPOLL, 200000", "EPOLL, 300000000", "NIO, 200000", "NIO, 300000000"})
    void shouldWaitForDeadlinesWithoutPolling(Transport transport, long delayNs) {
        int timers = 5;
        CountDownLatch ran = new CountDownLatch(timers);
        AtomicInteger early = new AtomicInteger();
        try (TestNode node = TestNode.start(TestNode.onLoopback(group).transport(transport))) {
            long before = node.sockets.counters().get(NetCounterId.TURNS);
            node.driver.execute(() -> repeat(node.engine, delayNs, ran, early));
            Await.latch(ran);
            assertThat(early).hasValue(0);
            // The kernel may wake the loop a little early, and once without a reason.
            assertThat(node.sockets.counters().get(NetCounterId.TURNS) - before).isLessThan(3L * timers);
        }
    }

    private static void repeat(EchoEngine engine, long delayNs, CountDownLatch ran, AtomicInteger early) {
        long deadlineNs = System.nanoTime() + delayNs;
        engine.timer(deadlineNs, () -> {
            early.addAndGet(System.nanoTime() - deadlineNs < 0 ? 1 : 0);
            ran.countDown();
            if (ran.getCount() > 0) {
                repeat(engine, delayNs, ran, early);
            }
        });
    }

    @Test
    void shouldTakeTheEarlierOfTwoDeadlines() {
        BlockingQueue<String> order = new LinkedBlockingQueue<>();
        try (TestNode node = TestNode.start(TestNode.onLoopback(group))) {
            node.run(() -> node.engine.timer(System.nanoTime() + HOUR_NS, () -> order.add("late")));
            node.run(() -> node.engine.timer(System.nanoTime() + 1_000_000, () -> order.add("early")));
            assertThat(Await.take(order)).isEqualTo("early");
        }
    }

    @Test
    void shouldCallTheCommandSourceInEachTurnUntilItIsEmpty() {
        AtomicInteger left = new AtomicInteger(3);
        CountDownLatch empty = new CountDownLatch(1);
        CommandSource source = nowNs -> {
            if (left.decrementAndGet() == 0) {
                empty.countDown();
            }
            return left.get() > 0;
        };
        try (TestNode node = start(options -> options.withCommands(source))) {
            Await.latch(empty);
            assertThat(node.error).isNotDone();
        }
    }

    @Test
    void shouldSendWhatACommandCausedInTheSameTurn() {
        ConcurrentLinkedQueue<byte[]> commands = new ConcurrentLinkedQueue<>();
        EchoEngine engine = new EchoEngine();
        CommandSource source = nowNs -> {
            for (byte[] next = commands.poll(); next != null; next = commands.poll()) {
                engine.send(Destination.DATA, next);
            }
            return false;
        };
        try (TestNode sender = TestNode.start(TestNode.onLoopback(group), engine,
                options -> options.withCommands(source));
                TestNode receiver = TestNode.start(TestNode.onLoopback(group))) {
            receiver.engine.expecting(1);
            commands.add(new byte[100]);
            sender.driver.wake();
            assertThat(receiver.engine.awaitHeard()).hasSize(1);
        }
    }

    @Test
    void shouldHandOverEventsAndThenRunTheHook() {
        BlockingQueue<String> order = new LinkedBlockingQueue<>();
        AtomicBoolean begun = new AtomicBoolean();
        try (TestNode node = start(options -> options.withEvents(event -> order.add(event.toString()))
                .withAfterTurn(nowNs -> {
                    if (begun.get()) {
                        order.add("after");
                    }
                }))) {
            node.driver.execute(() -> {
                begun.set(true);
                node.engine.event(new EngineEvent.Finished());
            });
            assertThat(Await.take(order)).isNotEqualTo("after");
            assertThat(Await.take(order)).isEqualTo("after");
        }
    }

    @Test
    void shouldCountInjectedLossAndDeliverTheRest() {
        int sent = 200;
        CountDownLatch all = new CountDownLatch(sent);
        LossInjector half = LossInjector.independent(7, 0.5);
        LossInjector counting = () -> {
            all.countDown();
            return half.drops();
        };
        try (TestNode receiver = start(options -> options.withLoss(counting));
                TestNode sender = TestNode.start(TestNode.onLoopback(group))) {
            sender.run(() -> {
                for (int i = 0; i < sent; i++) {
                    sender.engine.send(Destination.DATA, new byte[100]);
                }
            });
            Await.latch(all);
            receiver.run(() -> {});
            long lost = receiver.engine.counters().get(DropReason.INJECTED);
            assertThat(lost).isBetween(60L, 140L);
            assertThat(receiver.engine.counters().get(CounterId.DATAGRAMS_RECEIVED)).isEqualTo(sent - lost);
        }
    }

    /** Time is not measured: what is held back for an hour has not come when what came after the hour is over has. */
    @Test
    void shouldHoldBackWhatADrillDelays() {
        AtomicLong delayNs = new AtomicLong(1);
        CountDownLatch arrived = new CountDownLatch(25);
        DatagramFaults slow = new DatagramFaults() {
            @Override
            public long delayArrivingNs() {
                arrived.countDown();
                return delayNs.get();
            }

            @Override
            public boolean delaysArriving() {
                return delayNs.get() > 0;
            }
        };
        EchoEngine engine = new EchoEngine().expecting(20);
        try (TestNode receiver = TestNode.start(TestNode.onLoopback(group), engine,
                options -> options.withFaults(slow));
                TestNode sender = TestNode.start(TestNode.onLoopback(group))) {
            send(sender, 0, 20);
            assertThat(engine.awaitHeard()).extracting(EchoEngine.Heard::number)
                    .as("released without anything else happening, in order").isSorted();
            delayNs.set(TimeUnit.HOURS.toNanos(1));
            send(sender, 20, 5);
            Await.latch(arrived);
            receiver.run(() -> {});
            assertThat(engine.heard).hasSize(20);
            engine.expecting(5);
            delayNs.set(0);
            receiver.run(() -> {});
            assertThat(engine.awaitHeard()).as("when nothing is held back any more, all comes").hasSize(25);
            assertThat(engine.counters().get(DropReason.INJECTED)).isZero();
        }
    }

    private static void send(TestNode sender, int from, int count) {
        for (int begin = from; begin < from + count; begin += 64) {
            int first = begin;
            int end = Math.min(from + count, begin + 64);
            sender.run(() -> {
                for (int i = first; i < end; i++) {
                    sender.engine.send(Destination.DATA, ByteBuffer.allocate(8).putInt(i).array());
                }
            });
        }
    }

    @Test
    void shouldCountWhatADrillKeepsFromLeaving() {
        DatagramFaults cut = new DatagramFaults() {
            @Override
            public boolean dropsLeaving(@Nullable Endpoint to) {
                return to == null;
            }
        };
        EchoEngine engine = new EchoEngine().expecting(1);
        try (TestNode sender = start(options -> options.withFaults(cut));
                TestNode receiver = TestNode.start(TestNode.onLoopback(group), engine, options -> options)) {
            send(sender, 0, 7);
            sender.run(() -> sender.engine.send(receiver.endpoint(), new byte[8]));
            assertThat(engine.awaitHeard()).hasSize(1);
            assertThat(sender.sockets.counters().get(NetCounterId.SEND_INJECTED)).isEqualTo(7);
        }
    }

    @Test
    void shouldSendToManyChildren() {
        int children = 40;
        List<EchoEngine> engines = Stream.generate(EchoEngine::new).limit(children).toList();
        List<TestNode> nodes = engines.stream()
                .map(engine -> TestNode.start(TestNode.onLoopback(group), engine.expecting(2), options -> options))
                .toList();
        try (TestNode parent = TestNode.start(TestNode.onLoopback(group))) {
            parent.run(() -> {
                for (int round = 0; round < 2; round++) {
                    for (int child = 0; child < children; child++) {
                        parent.engine.send(nodes.get(child).endpoint(), ByteBuffer.allocate(64).putInt(child).array());
                    }
                }
            });
            for (int child = 0; child < children; child++) {
                assertThat(engines.get(child).awaitHeard()).extracting(EchoEngine.Heard::number)
                        .containsExactly(child, child);
            }
        } finally {
            nodes.forEach(TestNode::close);
        }
    }

    @Test
    void shouldNotSendToPortZero() {
        try (TestNode node = TestNode.start(TestNode.onLoopback(group))) {
            node.run(() -> node.engine.send(new Endpoint(0, node.endpoint().low(), 0),
                    new byte[9]));
            node.run(() -> {});
            assertThat(node.sockets.counters().get(NetCounterId.SEND_ERRORS)).isOne();
        }
    }

    @Test
    void shouldEndLoudlyWhenTheEngineThrows() {
        RuntimeException bug = new IllegalStateException("a bug");
        try (TestNode broken = TestNode.start(TestNode.onLoopback(group));
                TestNode sender = TestNode.start(TestNode.onLoopback(group))) {
            broken.run(() -> broken.engine.failOnDatagram(bug));
            sender.run(() -> sender.engine.send(Destination.DATA, new byte[100]));
            assertThat(Await.future(broken.error)).isInstanceOf(EngineFailedException.class).hasCause(bug);
            assertThatThrownBy(() -> Await.future(broken.driver.ended())).hasRootCause(bug);
            assertThatThrownBy(() -> broken.driver.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
        }
    }

    @Test
    void shouldEndLoudlyWhenAHookThrows() {
        RuntimeException bug = new IllegalStateException("a bug");
        AfterTurn hook = nowNs -> {
            throw bug;
        };
        try (TestNode broken = start(options -> options.withAfterTurn(hook))) {
            assertThat(Await.future(broken.error)).isSameAs(bug);
        }
    }

    @Test
    void shouldEndLoudlyWhenTheEngineSendsToARegionThatDoesNotExist() {
        try (TestNode node = TestNode.start(TestNode.onLoopback(group))) {
            node.driver.execute(() -> node.engine.send(Destination.REGION, new byte[9]));
            assertThat(Await.future(node.error)).hasMessageContaining("configured without one");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"EPOLL", "NIO"})
    void shouldReleaseEverythingWhenClosed(Transport transport) throws InterruptedException {
        CompletableFuture<Thread> thread = new CompletableFuture<>();
        int port = TestNode.freePort();
        SocketConfig.Builder config = TestNode.onLoopback(group).unicastPort(port).transport(transport);
        try (TestNode node = TestNode.start(config)) {
            node.driver.execute(() -> thread.complete(Thread.currentThread()));
        }
        Await.future(thread).join();
        try (TestNode again = TestNode.start(config)) {
            assertThat(again.endpoint().port()).isEqualTo(port);
        }
    }

    @Test
    void shouldSendWhatIsWaitingWhenClosed() {
        int datagrams = 100;
        try (TestNode receiver = TestNode.start(TestNode.onLoopback(group))) {
            receiver.engine.expecting(datagrams);
            TestNode sender = TestNode.start(TestNode.onLoopback(group));
            sender.driver.execute(() -> {
                for (int i = 0; i < datagrams; i++) {
                    sender.engine.send(Destination.DATA, new byte[200]);
                }
            });
            sender.close();
            assertThat(receiver.engine.awaitHeard()).hasSize(datagrams);
        }
    }

    @Test
    void shouldCloseWithoutHavingStartedAndMoreThanOnce() {
        NodeSockets sockets = NodeSockets.open(TestNode.onLoopback(group).build());
        EngineDriver driver = new EngineDriver(new EchoEngine(), sockets, DriverOptions.withErrors(error -> {}));
        Await.future(driver.close());
        Await.future(driver.close());
        assertThatThrownBy(driver::start).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldTakeInWhatArrivedBeforeItStarted() {
        EchoEngine engine = new EchoEngine().expecting(1);
        NodeSockets sockets = NodeSockets.open(TestNode.onLoopback(group).build());
        EngineDriver driver = new EngineDriver(engine, sockets, DriverOptions.withErrors(error -> {}));
        try (TestNode sender = TestNode.start(TestNode.onLoopback(group))) {
            sender.run(() -> sender.engine.send(Destination.DATA, new byte[100]));
            sender.run(() -> {});
            driver.start();
            assertThat(engine.awaitHeard()).hasSize(1);
        } finally {
            Await.future(driver.close());
        }
    }

    @Test
    void shouldRefuseMoreExecutionsThanItsBound() throws InterruptedException {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch hold = new CountDownLatch(1);
        try (TestNode node = TestNode.start(TestNode.onLoopback(group))) {
            node.driver.execute(() -> {
                entered.countDown();
                Await.latch(hold);
            });
            entered.await();
            for (int i = 0; i < EngineDriver.MAX_WAITING_EXECUTIONS; i++) {
                node.driver.execute(() -> {});
            }
            assertThatThrownBy(() -> node.driver.execute(() -> {})).isInstanceOf(RejectedExecutionException.class)
                    .hasMessageContaining("1024");
            hold.countDown();
        }
    }

    private TestNode start(UnaryOperator<DriverOptions> options) {
        return TestNode.start(TestNode.onLoopback(group), new EchoEngine(), options);
    }
}
