package io.trackmc.feed.line;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.trackmc.feed.mold.SessionName;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** Two lines that bring the same messages, one a little behind the other, leave no garbage. */
class ArbiterAllocationTest {

    private static final int SEQUENCE_OFFSET = 10;
    private static final int PER_FRAME = 5;
    private static final int BEHIND = 3;
    private static final int WARM_UP = 100_000;
    private static final int MEASURED = 20_000;
    private static final int ATTEMPTS = 20;
    private static final long TIMEOUT_NS = 1_000_000;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final Taker taker = new Taker();
    private final Arbiter arbiter = new Arbiter(2, TIMEOUT_NS, Arbiter.DEFAULT_ROOM_BYTES, taker);
    private final TestLine line = new TestLine("ALLOC");
    private final byte[] frame = line.frame(1, PER_FRAME);
    private final ByteBuffer numbers = ByteBuffer.wrap(frame);
    private long nowNs;
    private long sent;

    @Test
    void shouldNotAllocateOnceWarm() {
        run(WARM_UP);
        assertThat(taker.taken).isEqualTo((long) WARM_UP * PER_FRAME);

        // The least of several attempts, because the compiler may still be at work.
        long least = Long.MAX_VALUE;
        for (int i = 0; i < ATTEMPTS && least > 0; i++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            run(MEASURED);
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }

        assertThat(least).isZero();
        assertThat(arbiter.counts().gaps()).isZero();
    }

    private void run(int frames) {
        for (int i = 0; i < frames; i++) {
            nowNs++;
            offer(0, sent);
            if (sent >= BEHIND) {
                offer(1, sent - BEHIND);
            }
            sent++;
            arbiter.onTime(nowNs);
        }
    }

    private void offer(int number, long index) {
        numbers.putLong(SEQUENCE_OFFSET, 1 + index * PER_FRAME);
        arbiter.offer(nowNs, number, frame, 0, line.length());
    }

    private static final class Taker implements FeedListener {

        private long taken;

        @Override
        public long onSession(SessionName session, long firstSequence) {
            return firstSequence;
        }

        @Override
        public void onMessage(long sequence, long publishedNs, byte[] bytes, int offset, int length) {
            taken++;
        }
    }
}
