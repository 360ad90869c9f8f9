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
 * Two lines with several sessions one after the other, which begin late, lose, fall silent and die. Whatever happens, sessions come one after the other, each message
 * comes once, in order, and each that a line brings is counted as what became of it; and what lines bring in their order and are given time for is never lost.
 */
class SessionsPropertyTest {

    private static final int SESSIONS = 5;
    private static final int MESSAGES = 40;
    private static final long TIMEOUT_NS = 1_000;
    private static final long NEVER_NS = Long.MAX_VALUE >> 1;
    private static final long LITTLE_ROOM_BYTES = 2_000;

    static IntStream seeds() {
        return IntStream.range(0, 1_000);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void shouldAccountForEverythingThatLinesBring(int seed) {
        World world = new World(seed, TIMEOUT_NS, LITTLE_ROOM_BYTES);
        for (Deque<Step> line : world.lines) {
            if (world.random.nextInt(3) == 0) {
                world.cut(line);
            }
        }
        world.run(true);
        world.check();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void shouldLoseNothingThatALineBringsInItsTime(int seed) {
        World world = new World(seed, NEVER_NS, LITTLE_ROOM_BYTES);
        world.run(false);
        world.check();
        assertThat(world.arbiter.counts().dropped()).as("seed %d", seed).isZero();
        for (int session = 0; session < SESSIONS; session++) {
            assertThat(world.delivered.get(session)).as("seed %d, session %d", seed, session)
                    .isEqualTo(world.brought.get(session));
        }
        assertThat(world.order).as("seed %d", seed).isEqualTo(IntStream.range(0, SESSIONS).boxed().toList());
        assertThat(world.announced).as("seed %d", seed).isEqualTo(SESSIONS);
    }

    /** What a line does: messages {@code first} to {@code last} of a session, its end where there is none, or, without a session, that it comes or goes. */
    private record Step(int session, long first, long last) {

        static final Step BEGAN = new Step(-1, 0, 0);
        static final Step ENDED = new Step(-1, 1, 1);
    }

    private static final class World implements FeedListener {

        private final Random random;
        private final String seed;
        private final Arbiter arbiter;
        private final List<Deque<Step>> lines = List.of(new ArrayDeque<>(), new ArrayDeque<>());
        private final List<BitSet> brought = sets();
        private final List<BitSet> delivered = sets();
        private final List<BitSet> gone = sets();
        private final List<Integer> order = new ArrayList<>();
        private long nowNs = Long.MAX_VALUE - 20_000;
        private long offered;
        private int present = -1;
        private long last;
        private int announced;

        World(int seed, long timeoutNs, long roomBytes) {
            this.random = new Random(seed);
            this.seed = "seed " + seed;
            this.arbiter = new Arbiter(2, timeoutNs, roomBytes, this);
            for (Deque<Step> line : lines) {
                boolean oneAfterAnother = random.nextBoolean();
                double loss = random.nextInt(3) * 0.1;
                for (int session = 0; session < SESSIONS; session++) {
                    fill(line, session, loss);
                    if (oneAfterAnother && session + 1 < SESSIONS) {
                        line.add(Step.ENDED);
                        line.add(Step.BEGAN);
                    }
                }
            }
        }

        private static List<BitSet> sets() {
            return IntStream.range(0, SESSIONS).mapToObj(_ -> new BitSet()).toList();
        }

        private void fill(Deque<Step> line, int session, double loss) {
            long first = random.nextInt(3) == 0 ? 1 + random.nextInt(MESSAGES) : 1;
            while (first <= MESSAGES) {
                long end = Math.min(MESSAGES, first + random.nextInt(4));
                if (random.nextDouble() >= loss) {
                    line.add(new Step(session, first, end));
                    brought.get(session).set((int) first, (int) end + 1);
                }
                first = end + 1;
            }
            line.add(new Step(session, MESSAGES + 1, MESSAGES));
        }

        /** It dies somewhere, and says so or not. */
        void cut(Deque<Step> line) {
            int left = random.nextInt(line.size());
            while (line.size() > left) {
                line.removeLast();
            }
            if (random.nextBoolean()) {
                line.add(Step.ENDED);
            }
        }

        void run(boolean silences) {
            while (!lines.get(0).isEmpty() || !lines.get(1).isEmpty()) {
                int line = random.nextInt(2);
                for (int burst = random.nextInt(30); burst >= 0 && !lines.get(line).isEmpty(); burst--) {
                    if (arbiter.hasRoom(line)) {
                        take(line, lines.get(line).poll());
                    } else {
                        burst = 0;
                    }
                }
                nowNs += random.nextInt(10);
                if (silences && random.nextInt(20) == 0) {
                    nowNs += TIMEOUT_NS;
                }
                assertThat(silences || arbiter.hasRoom(0) || arbiter.hasRoom(1)).as(seed + ": both wait").isTrue();
                arbiter.onTime(nowNs);
            }
            for (int i = 0; i < 2 && !silences; i++) {
                arbiter.gone(nowNs, i);
            }
            for (int i = 0; i < SESSIONS * MESSAGES; i++) {
                nowNs += TIMEOUT_NS;
                arbiter.onTime(nowNs);
            }
            arbiter.gone(nowNs, 0);
            arbiter.gone(nowNs, 1);
        }

        private void take(int line, Step step) {
            if (step.session < 0) {
                if (step.equals(Step.BEGAN)) {
                    arbiter.began(line);
                } else {
                    arbiter.ended(nowNs, line);
                }
                return;
            }
            TestLine frames = new TestLine("P" + step.session);
            byte[] bytes = step.first > MESSAGES ? frames.end(step.first) : frames.frame(step.first, step.last);
            offered += step.last - step.first + 1;
            assertThat(arbiter.offer(nowNs, line, bytes, 0, frames.length())).as(seed).isTrue();
        }

        void check() {
            LineCounts counts = arbiter.counts();
            assertThat(counts.messages() + counts.duplicates() + counts.dropped()).as(seed).isEqualTo(offered);
            assertThat(counts.messages()).as(seed)
                    .isEqualTo(delivered.stream().mapToLong(BitSet::cardinality).sum());
            assertThat(counts.gaps()).as(seed).isEqualTo(gone.stream().mapToLong(BitSet::cardinality).sum());
            assertThat(order).as(seed).doesNotHaveDuplicates().isSorted();
            assertThat(present).as(seed + ": a session goes on").isNegative();
        }

        @Override
        public long onSession(SessionName session, long firstSequence) {
            assertThat(present).as(seed + ": two sessions at a time").isNegative();
            present = Integer.parseInt(session.text().substring(1));
            order.add(present);
            last = firstSequence - 1;
            return firstSequence;
        }

        @Override
        public void onMessage(long sequence, long publishedNs, byte[] bytes, int offset, int length) {
            assertThat(TestLine.content(bytes, offset, length)).as(seed).isEqualTo(sequence);
            assertThat(sequence).as(seed).isEqualTo(last + 1);
            last = sequence;
            delivered.get(present).set((int) sequence);
        }

        @Override
        public void onGap(long first, long end) {
            assertThat(first).as(seed).isEqualTo(last + 1);
            last = end;
            gone.get(present).set((int) first, (int) end + 1);
        }

        @Override
        public void onSessionEnd(SessionName session, boolean isAnnounced, boolean whole) {
            assertThat(session.text()).as(seed).isEqualTo("P" + present);
            announced += isAnnounced ? 1 : 0;
            assertThat(whole).as(seed)
                    .isEqualTo(isAnnounced && delivered.get(present).cardinality() == MESSAGES);
            present = -1;
        }
    }
}
