package io.trackmc.perf.worker;

import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * A source or a sink.
 *
 * <pre>WorkerMain source|sink PEER key=value ..</pre>
 */
public final class WorkerMain {

    private static final String STOP = "stop ";
    private static final long DRAIN_NS = 5_000_000_000L;
    private static final long LOOK_NS = 10_000_000;
    private static final double NS_PER_SECOND = 1e9;
    private static final double NS_PER_MICROSECOND = 1e3;

    private final Settings settings;
    private final Orders orders = new Orders();

    private WorkerMain(Settings settings) {
        this.settings = settings;
    }

    /** Runs until it is told to stop, or its standard input ends. */
    public static void main(String[] words) throws Exception {
        WorkerMain worker = new WorkerMain(Settings.of(Arrays.copyOfRange(words, 2, words.length)));
        if (words[0].equals("source")) {
            worker.runSource(words[1]);
        } else {
            worker.runSink(words[1]);
        }
        System.exit(0); // a peer's threads may still run
    }

    private void runSource(String peer) throws Exception {
        Source source = Peers.source(peer, settings);
        source.await(settings.number("receivers"));
        Window window = awaitGo();
        CpuClock cpu = CpuClock.start(window);
        long sent = send(source, window);
        say(String.format(Locale.ROOT, "result sent=%d cpuMicros=%.0f peakKilobytes=%d", sent,
                cpu.usedNs() / NS_PER_MICROSECOND, CpuClock.peakKilobytes()) + words(source.drops()));
        long _ = awaitStop();
        source.close();
    }

    private long send(Source source, Window window) throws Exception {
        byte[] message = new byte[settings.number("size")];
        double rate = settings.real("rate");
        long pauseNs = rate == 0 ? 0 : Math.round(NS_PER_SECOND / rate);
        long dueNs = window.startNs();
        long sent = 0;
        for (long nowNs = System.nanoTime(); !window.isOver(nowNs); nowNs = System.nanoTime()) {
            if (dueNs - nowNs > 0) {
                LockSupport.parkNanos(dueNs - nowNs);
                continue;
            }
            // At a fixed rate a message counts from when it was due, so that a peer that holds its sender back does not look fast.
            Stamp.write(message, sent++, pauseNs == 0 ? nowNs : dueNs);
            source.send(message);
            dueNs += pauseNs;
        }
        source.flush();
        return sent;
    }

    private void runSink(String peer) throws Exception {
        Sink sink = Peers.sink(peer, settings);
        Window window = awaitGo();
        CpuClock cpu = CpuClock.start(window);
        Meter meter = new Meter(window);
        AtomicBoolean stopped = new AtomicBoolean();
        Thread.ofPlatform().name("bench-stop").daemon().start(() -> {
            try {
                awaitAll(meter, awaitStop());
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            stopped.set(true);
            sink.wake();
        });
        sink.run(meter, stopped::get);
        say(String.format(Locale.ROOT,
                "result next=%d messages=%d missing=%d p50Micros=%.1f p99Micros=%.1f cpuMicros=%.0f peakKilobytes=%d",
                meter.next(), meter.messages(), meter.missing(), meter.latencyNs(50) / NS_PER_MICROSECOND,
                meter.latencyNs(99) / NS_PER_MICROSECOND, cpu.usedNs() / NS_PER_MICROSECOND, CpuClock.peakKilobytes())
                + words(sink.drops()));
        sink.close();
    }

    private Window awaitGo() throws IOException, InterruptedException {
        say("ready");
        String line = orders.next();
        if (!line.startsWith("go ")) {
            throw new IOException("expected go, found " + line);
        }
        return Window.of(Long.parseLong(line.substring(3)), Math.round(settings.real("warmup") * NS_PER_SECOND),
                Math.round(settings.real("seconds") * NS_PER_SECOND));
    }

    /** Waits for the word; returns how many messages were sent. */
    private long awaitStop() throws InterruptedException {
        return Long.parseLong(orders.next().substring(STOP.length()));
    }

    /** What is still on its way has a while to come. */
    private static void awaitAll(Meter meter, long sent) {
        long endNs = System.nanoTime() + DRAIN_NS;
        while (meter.next() < sent && System.nanoTime() - endNs < 0) {
            LockSupport.parkNanos(LOOK_NS);
        }
    }

    private static String words(Map<String, Long> drops) {
        StringBuilder words = new StringBuilder();
        drops.forEach((reason, count) -> words.append(" drop.").append(reason).append('=').append(count));
        return words.toString();
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
