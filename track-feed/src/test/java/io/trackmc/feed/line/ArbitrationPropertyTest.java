package io.trackmc.feed.line;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.feed.mold.SessionName;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Two lines that lose, repeat, delay and reorder what they carry, one of which may die: whatever happens, each message comes once, in order, as it was sent, or is
 * said to be lost; and nothing is said to be lost that had come by then, or that a line which keeps its order still brings in time.
 */
class ArbitrationPropertyTest {

    private static final int MESSAGES = 300;
    private static final long TIMEOUT_NS = 1_000;
    private static final long NEVER_NS = Long.MAX_VALUE >> 1;

    static IntStream seeds() {
        return IntStream.range(0, 500);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void shouldBringEverythingOnceOrSayThatItIsLost(int seed) {
        Random random = new Random(seed);
        World world = new World(random, random.nextBoolean(), random.nextInt(4) == 0 ? random.nextInt(MESSAGES) : -1,
                TIMEOUT_NS);
        world.run(random);
        world.check("seed " + seed);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void shouldLoseNothingThatOneOfTwoOrderedLinesHas(int seed) {
        Random random = new Random(seed);
        World world = new World(random, false, -1, NEVER_NS);
        BitSet lostByA = world.lost.get(0);
        world.lost.get(1).andNot(lostByA);
        world.refill();
        world.run(random);
        world.check("seed " + seed);
        assertThat(world.arbiter.counts().gaps()).as("seed " + seed).isZero();
        assertThat(world.gone.isEmpty()).as("seed " + seed).isTrue();
    }

    /** What is on its way by one line: a frame, or the end. */
    private record Sent(long first, long last) {
        boolean isEnd() {
            return first > MESSAGES;
        }
    }

    private static final class World implements FeedListener {

        private final TestLine line = new TestLine("P");
        private final Arbiter arbiter;
        private final List<BitSet> lost = new ArrayList<>();
        private final List<Deque<Sent>> lines = List.of(new ArrayDeque<>(), new ArrayDeque<>());
        private final BitSet offered = new BitSet();
        private final BitSet delivered = new BitSet();
        private final BitSet gone = new BitSet();
        private final Random shape;
        private final boolean reorder;
        private final int deadAfter;
        private long nowNs = Long.MAX_VALUE - 20_000;
        private long began;
        private long last;
        private int ends;

        World(Random random, boolean reorder, int deadAfter, long timeoutNs) {
            this.arbiter = new Arbiter(2, timeoutNs, Long.MAX_VALUE, this);
            this.shape = new Random(random.nextLong());
            this.reorder = reorder;
            this.deadAfter = deadAfter;
            for (int i = 0; i < 2; i++) {
                BitSet drops = new BitSet();
                double probability = random.nextInt(3) * 0.1;
                for (int sequence = 2; sequence <= MESSAGES; sequence++) {
                    drops.set(sequence, random.nextDouble() < probability);
                }
                lost.add(drops);
            }
            refill();
        }

        /** Puts on both lines what they do not lose. */
        void refill() {
            for (int i = 0; i < 2; i++) {
                lines.get(i).clear();
                List<Sent> sent = new ArrayList<>();
                long first = 1;
                while (first <= MESSAGES) {
                    long end = first;
                    int most = lost.get(i).get((int) first) ? 1 : 1 + shape.nextInt(5);
                    while (end < MESSAGES && end - first + 1 < most && !lost.get(i).get((int) end + 1)) {
                        end++;
                    }
                    if (!lost.get(i).get((int) first)) {
                        sent.add(new Sent(first, end));
                        if (shape.nextInt(20) == 0) {
                            sent.add(new Sent(first, end));
                        }
                    }
                    first = end + 1;
                }
                if (reorder) {
                    for (int at = 1; at < sent.size(); at++) {
                        if (shape.nextInt(10) == 0) {
                            sent.add(Math.max(1, at - shape.nextInt(5)), sent.remove(at));
                        }
                    }
                }
                sent.add(new Sent(MESSAGES + 1, MESSAGES));
                lines.get(i).addAll(sent);
            }
        }

        void run(Random random) {
            int steps = 0;
            while (!lines.get(0).isEmpty() || !lines.get(1).isEmpty()) {
                int next = random.nextInt(2);
                for (int burst = random.nextInt(8); burst >= 0 && !lines.get(next).isEmpty(); burst--) {
                    offer(next, lines.get(next).poll());
                }
                nowNs += random.nextInt(10);
                if (deadAfter >= 0 && ++steps > deadAfter) {
                    lines.get(1).clear(); // without a word
                }
                arbiter.onTime(nowNs);
            }
            for (int i = 0; i < 2 * MESSAGES; i++) {
                nowNs += TIMEOUT_NS;
                arbiter.onTime(nowNs);
            }
        }

        private void offer(int number, Sent sent) {
            if (sent.isEnd()) {
                arbiter.offer(nowNs, number, line.end(sent.first), 0, line.length());
            } else {
                offered.set((int) sent.first, (int) sent.last + 1);
                arbiter.offer(nowNs, number, line.frame(sent.first, sent.last), 0, line.length());
            }
        }

        void check(String seed) {
            BitSet all = (BitSet) delivered.clone();
            all.or(gone);
            assertThat(all.nextClearBit((int) began)).as(seed).isEqualTo(MESSAGES + 1);
            assertThat(all.cardinality()).as(seed).isEqualTo(MESSAGES + 1 - began);
            assertThat(delivered.intersects(gone)).as(seed).isFalse();
            assertThat(ends).as(seed).isOne();
            assertThat(arbiter.counts().messages()).as(seed).isEqualTo(delivered.cardinality());
            assertThat(arbiter.counts().gaps()).as(seed).isEqualTo(gone.cardinality());
        }

        @Override
        public long onSession(SessionName session, long firstSequence) {
            assertThat(began).isZero();
            began = firstSequence;
            last = firstSequence - 1;
            return firstSequence;
        }

        @Override
        public void onMessage(long sequence, long publishedNs, byte[] bytes, int offset, int length) {
            assertThat(TestLine.content(bytes, offset, length)).isEqualTo(sequence);
            assertThat(sequence).isEqualTo(last + 1);
            last = sequence;
            delivered.set((int) sequence);
        }

        @Override
        public void onGap(long first, long end) {
            assertThat(first).isEqualTo(last + 1);
            last = end;
            gone.set((int) first, (int) end + 1);
            assertThat(offered.get((int) first, (int) end + 1).isEmpty()).as("lost although it had come").isTrue();
        }

        @Override
        public void onSessionEnd(SessionName session, boolean announced, boolean whole) {
            ends++;
            assertThat(whole).isEqualTo(gone.isEmpty());
        }
    }
}
