package io.trackmc.proto.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.trackmc.proto.event.Counters;
import io.trackmc.proto.event.DurationBuckets;
import io.trackmc.proto.window.SequenceTracker;
import io.trackmc.proto.wire.NackMessage;
import java.lang.management.ManagementFactory;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Losing, asking, repairing and filling leave no garbage. */
class LossPathAllocationTest {

    private static final int CAPACITY = 4_096;
    private static final int WARM_UP = 400_000;
    private static final int MEASURED = 50_000;
    private static final int ATTEMPTS = 20;
    private static final int CHILDREN = 32;
    private static final long RTT_NS = 100_000;
    private static final long PACKET_NS = 10_000;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final SplittableRandom random = new SplittableRandom(1);
    private final SequenceTracker tracker = new SequenceTracker(CAPACITY);
    private final NackTiming timing = NackTiming.lan();
    private final NackScheduler scheduler = new NackScheduler(tracker, CAPACITY, timing,
            new ExponentialBackoff(6, timing.backoffMinimumNs(), timing.backoffMaximumNs(), random),
            new Counters(), new DurationBuckets());
    private final RepairQueue queue = new RepairQueue(CAPACITY, CHILDREN, true);
    private final NackMessage nack = new NackMessage();
    private final NackMessage received = new NackMessage();
    private final byte[] datagram = new byte[1_500];
    private long nowNs;
    private long sent;
    private long repaired;

    @Test
    void shouldNotAllocateOnceWarm() {
        tracker.start(1);
        scheduler.start();
        run(WARM_UP);
        assertThat(repaired).isPositive();

        // The least of several attempts, because the compiler may still be at work.
        long least = Long.MAX_VALUE;
        for (int i = 0; i < ATTEMPTS && least > 0; i++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            run(MEASURED);
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }

        assertThat(least).isZero();
    }

    private void run(int packets) {
        for (int i = 0; i < packets; i++) {
            nowNs += PACKET_NS;
            if (sent < tracker.limit()) {
                sent++;
                if (random.nextInt(5) > 0) {
                    tracker.markHeld(sent);
                    scheduler.onLeadingEdge(nowNs, RTT_NS, CHILDREN);
                }
            }
            if (scheduler.fill(nowNs, RTT_NS, nack)) {
                nack.write(datagram, 0);
                received.parse(datagram, 0);
                for (long s = received.next(1); s != 0; s = received.next(s + 1)) {
                    queue.request(nowNs, s, random.nextInt(CHILDREN), RTT_NS, CHILDREN);
                }
            }
            while (queue.select(nowNs)) {
                fill(queue.sequence());
                queue.sent(nowNs);
            }
        }
    }

    private void fill(long sequence) {
        if (!tracker.isHeld(sequence)) {
            scheduler.onFilled(nowNs, sequence, true);
            tracker.markHeld(sequence);
            tracker.raiseLimit(Long.MAX_VALUE);
            repaired++;
        }
    }
}
