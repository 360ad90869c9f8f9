package io.trackmc.perf.stage;

import io.trackmc.proto.event.Counters;
import io.trackmc.proto.event.DurationBuckets;
import io.trackmc.proto.feedback.ExponentialBackoff;
import io.trackmc.proto.feedback.NackScheduler;
import io.trackmc.proto.feedback.NackTiming;
import io.trackmc.proto.window.ReceiveWindow;
import io.trackmc.proto.window.SequenceTracker;
import io.trackmc.proto.wire.NackMessage;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What a receiver's window and its requests cost for one packet. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "-XX:+UseCompactObjectHeaders")
public class WindowStages {

    private static final int WINDOW = 2048;
    private static final int CONTENT_BYTES = 1300;
    private static final int LOST_ONE_IN = 100;
    private static final long RTT_NS = 200_000;
    private static final long PACKET_NS = 10_000;

    private final ReceiveWindow window = new ReceiveWindow(WINDOW, CONTENT_BYTES);
    private final SequenceTracker tracker = new SequenceTracker(WINDOW);
    private final NackTiming timing = NackTiming.lan();
    private final NackScheduler nacks = new NackScheduler(tracker, WINDOW, timing, new ExponentialBackoff(
            timing.backoffK(), timing.backoffMinimumNs(), timing.backoffMaximumNs(), new SplittableRandom(1)),
            new Counters(), new DurationBuckets());
    private final NackMessage nack = new NackMessage();
    private long next;
    private long lossy;
    private long nowNs;

    @Setup
    public void prepare() {
        window.start(1);
        tracker.start(1);
        nacks.start();
        next = 1;
        lossy = 1;
    }

    /** Takes a packet in and hands it over. */
    @Benchmark
    public int insertAndConsume() {
        byte[] slot = window.claim(next);
        window.admission(next);
        window.commit(next, CONTENT_BYTES);
        window.consumeNext();
        next++;
        return slot.length;
    }

    /** A packet of a stream that loses one of a hundred: notices the gap, asks for it when it is time, and takes the repair in. */
    @Benchmark
    public long trackAndAsk() {
        nowNs += PACKET_NS;
        if (lossy % LOST_ONE_IN != 0) {
            tracker.markHeld(lossy);
            nacks.onLeadingEdge(nowNs, RTT_NS, 1);
        }
        lossy++;
        if (nacks.deadlineNs() - nowNs <= 0 && nacks.fill(nowNs, RTT_NS, nack)) {
            repair();
        }
        tracker.raiseLimit(tracker.cumAck() + WINDOW);
        return tracker.cumAck();
    }

    private void repair() {
        for (long first = nack.next(1); first != 0; first = nack.next(first + 1)) {
            nacks.onFilled(nowNs, first, true);
            tracker.markHeld(first);
        }
    }
}
