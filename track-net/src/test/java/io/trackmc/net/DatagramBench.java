package io.trackmc.net;

import com.sun.management.ThreadMXBean;
import io.trackmc.proto.engine.Engine;
import io.trackmc.proto.engine.Path;
import io.trackmc.proto.engine.Transmit;
import io.trackmc.proto.engine.Transmit.Destination;
import io.trackmc.proto.event.Counters;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What sockets and driver cost by themselves: one sender and one receiver on loopback multicast, with engines that do nothing.
 * The sender stays at most a window ahead of the receiver, so that nothing is lost. Prints one line for each way of packing:
 * datagrams a second, and for each side CPU nanoseconds and allocated bytes for each datagram.
 *
 * <p>Run it as {@code java -cp ... io.trackmc.net.DatagramBench [seconds]}; see docs/decisions.
 */
final class DatagramBench {

    private static final int WINDOW = 512;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private DatagramBench() {}

    public static void main(String[] arguments) throws InterruptedException {
        long seconds = arguments.length > 0 ? Long.parseLong(arguments[0]) : 5;
        System.out.println(
                "| transport | gso | gro | bytes | datagrams/s | CPU ns send + receive | bytes allocated send + receive |");
        System.out.println("|---|---|---|---|---|---|---|");
        for (int size : new int[] {200, 1400}) {
            measure(Transport.EPOLL, true, true, size, seconds);
            measure(Transport.EPOLL, true, false, size, seconds);
            measure(Transport.EPOLL, false, true, size, seconds);
            measure(Transport.EPOLL, false, false, size, seconds);
            measure(Transport.NIO, false, false, size, seconds);
        }
    }

    private static void measure(Transport transport, boolean gso, boolean gro, int size, long seconds)
            throws InterruptedException {
        InetSocketAddress group = TestNode.freshGroup("239.255.77.9");
        AtomicLong received = new AtomicLong();
        SocketConfig.Builder config = TestNode.onLoopback(group).transport(transport).gso(gso).gro(gro);
        EngineDriver sender = driver(config.receivesData(false), new Flood(size, received), AfterTurn.NOTHING);
        EngineDriver receiver = driver(config.receivesData(true), new Sink(received), nowNs -> sender.wake());
        receiver.start();
        sender.start();
        Thread.sleep(seconds * 1000); // warm-up
        Usage senderFrom = usage(sender);
        Usage receiverFrom = usage(receiver);
        long count = received.get();
        long startNs = System.nanoTime();
        Thread.sleep(seconds * 1000);
        count = received.get() - count;
        double elapsed = (System.nanoTime() - startNs) / 1e9;
        Usage sent = usage(sender).since(senderFrom);
        Usage taken = usage(receiver).since(receiverFrom);
        System.out.printf(Locale.ROOT, "| %s | %s | %s | %d | %,.0f | %.0f + %.0f | %.0f + %.0f |%n", transport, gso,
                gro, size,
                count / elapsed, (double) sent.cpuNs / count, (double) taken.cpuNs / count, (double) sent.bytes / count,
                (double) taken.bytes / count);
        sender.close().join();
        receiver.close().join();
    }

    private static EngineDriver driver(SocketConfig.Builder config, Engine engine, AfterTurn afterTurn) {
        return new EngineDriver(engine, NodeSockets.open(config.build()),
                DriverOptions.withErrors(Throwable::printStackTrace).withAfterTurn(afterTurn));
    }

    private static Usage usage(EngineDriver driver) {
        CompletableFuture<Usage> usage = new CompletableFuture<>();
        driver.execute(() -> usage.complete(
                new Usage(THREADS.getCurrentThreadCpuTime(), THREADS.getCurrentThreadAllocatedBytes())));
        return usage.join();
    }

    private record Usage(long cpuNs, long bytes) {

        Usage since(Usage before) {
            return new Usage(cpuNs - before.cpuNs, bytes - before.bytes);
        }
    }

    /** Sends whenever the receiver is less than a window behind. */
    private static final class Flood extends Idle {

        private final int size;
        private final AtomicLong received;
        private long sent;

        Flood(int size, AtomicLong received) {
            this.size = size;
            this.received = received;
        }

        @Override
        public boolean pollTransmit(long nowNs, Transmit out) {
            if (sent - received.get() >= WINDOW) {
                return false;
            }
            sent++;
            out.multicast(Destination.DATA, size);
            return true;
        }
    }

    private static final class Sink extends Idle {

        private final AtomicLong received;

        Sink(AtomicLong received) {
            this.received = received;
        }

        @Override
        public void onDatagram(long nowNs, Path path, byte[] bytes, int offset, int length) {
            received.lazySet(received.getPlain() + 1);
        }
    }

    private static class Idle implements Engine {

        private final Counters counters = new Counters();

        @Override
        public void onDatagram(long nowNs, Path path, byte[] bytes, int offset, int length) {
            // Does nothing.
        }

        @Override
        public void onTimeout(long nowNs) {
            // Does nothing.
        }

        @Override
        public long nextDeadlineNs() {
            return NO_DEADLINE;
        }

        @Override
        public boolean pollTransmit(long nowNs, Transmit out) {
            return false;
        }

        @Override
        public int drainEvents(EventHandler handler, int limit) {
            return 0;
        }

        @Override
        public Counters counters() {
            return counters;
        }
    }
}
