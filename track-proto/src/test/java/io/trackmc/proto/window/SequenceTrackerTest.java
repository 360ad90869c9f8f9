package io.trackmc.proto.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trackmc.proto.window.SequenceTracker.Admission;
import java.util.BitSet;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SequenceTrackerTest {

    @Test
    void shouldPassOverMoreThanItsCapacity() {
        SequenceTracker tracker = new SequenceTracker(64);
        tracker.start(1);
        tracker.markHeld(1);

        tracker.passOver(1_000_000);

        assertThat(tracker.cumAck()).isEqualTo(1_000_000);
        assertThat(tracker.admission(1_000_000)).isEqualTo(SequenceTracker.Admission.DUPLICATE);
        tracker.raiseLimit(1_000_064);
        tracker.markHeld(1_000_064);
        assertThat(tracker.nextMissing(0)).isEqualTo(1_000_001);
        assertThat(tracker.endOfMissing(1_000_001)).isEqualTo(1_000_064);
    }

    @Test
    void shouldNotPassOverWhatIsOnlyMissing() {
        SequenceTracker tracker = new SequenceTracker(64);
        tracker.start(1);
        tracker.markHeld(2);

        assertThatThrownBy(() -> tracker.passOver(10)).isInstanceOf(IllegalStateException.class);
    }

    private static final int CAPACITY = 64;

    private final SequenceTracker tracker = new SequenceTracker(CAPACITY);

    @Test
    void shouldAdvanceOverWhatIsHeldWithoutGap() {
        tracker.start(1);

        tracker.markHeld(2);
        assertThat(tracker.cumAck()).isZero();
        assertThat(tracker.nextMissing(0)).isEqualTo(1);

        tracker.markHeld(1);
        assertThat(tracker.cumAck()).isEqualTo(2);
        assertThat(tracker.hasGaps()).isFalse();
    }

    @Test
    void shouldJudgeWithoutChangingAnything() {
        tracker.start(10);

        assertThat(tracker.admission(9)).isEqualTo(Admission.DUPLICATE);
        assertThat(tracker.admission(10)).isEqualTo(Admission.NEW);
        assertThat(tracker.admission(9 + CAPACITY)).isEqualTo(Admission.NEW);
        assertThat(tracker.admission(10 + CAPACITY)).isEqualTo(Admission.OUT_OF_WINDOW);
        assertThat(tracker.admission(Long.MAX_VALUE)).isEqualTo(Admission.OUT_OF_WINDOW);
        assertThat(tracker.highest()).isEqualTo(9);
    }

    @Test
    void shouldRefuseToMarkTwiceOrOutside() {
        tracker.start(1);
        tracker.markHeld(5);

        assertThatThrownBy(() -> tracker.markHeld(5)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> tracker.markHeld(CAPACITY + 1)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldLearnTheLeadingEdgeOnlyUpToTheLimit() {
        tracker.start(1);

        assertThat(tracker.learnHighest(Long.MAX_VALUE)).isTrue();

        assertThat(tracker.highest()).isEqualTo(CAPACITY);
        assertThat(tracker.learnHighest(CAPACITY)).isFalse();
        assertThat(tracker.learnHighest(-5)).isFalse();
        assertThat(tracker.nextMissing(1)).isEqualTo(1);
        assertThat(tracker.endOfMissing(1)).isEqualTo(CAPACITY + 1);
    }

    @Test
    void shouldNeverLowerTheLimitNorRaiseItAboveOneCapacity() {
        tracker.start(1);

        tracker.raiseLimit(3);
        assertThat(tracker.limit()).isEqualTo(CAPACITY);

        tracker.raiseLimit(Long.MAX_VALUE);
        assertThat(tracker.limit()).isEqualTo(CAPACITY);

        tracker.markHeld(1);
        tracker.raiseLimit(Long.MAX_VALUE);
        assertThat(tracker.limit()).isEqualTo(CAPACITY + 1);
    }

    @Test
    void shouldGiveUpExactlyWhatIsMissing() {
        tracker.start(1);
        tracker.markHeld(3);
        tracker.markHeld(7);

        assertThat(tracker.giveUpThrough(5)).isEqualTo(4);

        assertThat(tracker.cumAck()).isEqualTo(5);
        assertThat(tracker.nextMissing(0)).isEqualTo(6);
        assertThat(tracker.admission(4)).isEqualTo(Admission.DUPLICATE);
    }

    @Test
    void shouldGiveUpBeyondTheLeadingEdge() {
        tracker.start(1);

        assertThat(tracker.giveUpThrough(CAPACITY)).isEqualTo(CAPACITY);

        assertThat(tracker.cumAck()).isEqualTo(CAPACITY);
        assertThat(tracker.highest()).isEqualTo(CAPACITY);
        assertThat(tracker.hasGaps()).isFalse();
    }

    @Test
    void shouldShowMissingOnesAsBits() {
        tracker.start(1);
        tracker.markHeld(2);
        tracker.markHeld(64);
        long[] words = {-1, -1};

        assertThat(tracker.missingBitmap(words)).isEqualTo(1);

        assertThat(words[0]).isEqualTo(~0L >>> 1 & ~0b10L);
        assertThat(words[1]).isZero();
    }

    @Test
    void shouldSayThatNothingIsMissingInAnEmptyBitmap() {
        tracker.start(1);
        tracker.markHeld(1);

        assertThat(tracker.missingBitmap(new long[1])).isZero();
    }

    @Test
    void shouldCutTheBitmapWhereTheWordsEnd() {
        SequenceTracker wide = new SequenceTracker(256);
        wide.start(1);
        wide.learnHighest(256);
        long[] words = new long[2];

        assertThat(wide.missingBitmap(words)).isEqualTo(2);
        assertThat(words).containsExactly(-1L, -1L);
    }

    @Test
    void shouldForgetEverythingOnStart() {
        tracker.start(1);
        tracker.markHeld(60);

        tracker.start(1000);

        assertThat(tracker.first()).isEqualTo(1000);
        assertThat(tracker.cumAck()).isEqualTo(999);
        assertThat(tracker.limit()).isEqualTo(999 + CAPACITY);
        tracker.learnHighest(999 + CAPACITY);
        for (long s = 1000; s < 1000 + CAPACITY; s++) {
            assertThat(tracker.isHeld(s)).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void shouldAgreeWithANaiveModel(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        long first = random.nextLong(1, 200);
        tracker.start(first);
        Model model = new Model(first);

        for (int i = 0; i < 20_000; i++) {
            long at = model.cumAck() + random.nextLong(-3, CAPACITY + 8);
            switch (random.nextInt(12)) {
                case 0, 1, 2, 3, 4, 5, 6, 7 -> {
                    assertThat(tracker.admission(at)).as("seed %d step %d: %d", seed, i, at)
                            .isEqualTo(model.admission(at));
                    if (model.admission(at) == Admission.NEW) {
                        tracker.markHeld(at);
                        model.markHeld(at);
                    }
                }
                case 8 -> assertThat(tracker.learnHighest(at)).isEqualTo(model.learnHighest(at));
                case 9, 10 -> {
                    tracker.raiseLimit(at);
                    model.raiseLimit(at);
                }
                default -> {
                    long through = Math.min(at, model.limit);
                    if (random.nextInt(10) == 0) {
                        assertThat(tracker.giveUpThrough(through)).isEqualTo(model.giveUpThrough(through));
                    }
                }
            }
            model.assertEqualTo(tracker, random);
        }
    }

    /** The same in the most obvious way: one bit per sequence ever. */
    private static final class Model {

        private final BitSet held = new BitSet();
        private long highest;
        private long limit;

        Model(long first) {
            held.set(0, (int) first);
            highest = first - 1;
            limit = highest + CAPACITY;
        }

        long cumAck() {
            return Math.min(highest, held.nextClearBit(0) - 1);
        }

        Admission admission(long s) {
            if (s <= cumAck() || (s <= highest && held.get((int) s))) {
                return Admission.DUPLICATE;
            }
            return s > limit ? Admission.OUT_OF_WINDOW : Admission.NEW;
        }

        void markHeld(long s) {
            highest = Math.max(highest, s);
            held.set((int) s);
        }

        boolean learnHighest(long s) {
            long edge = Math.min(s, limit);
            boolean moved = edge > highest;
            highest = Math.max(highest, edge);
            return moved;
        }

        void raiseLimit(long s) {
            limit = Math.max(limit, Math.min(s, cumAck() + CAPACITY));
        }

        long giveUpThrough(long s) {
            learnHighest(s);
            long given = 0;
            for (long i = cumAck() + 1; i <= s; i++) {
                if (!held.get((int) i)) {
                    held.set((int) i);
                    given++;
                }
            }
            return given;
        }

        long nextMissing(long from) {
            long s = held.nextClearBit((int) Math.max(from, cumAck() + 1));
            return s <= highest ? s : 0;
        }

        void assertEqualTo(SequenceTracker tracker, SplittableRandom random) {
            assertThat(tracker.cumAck()).isEqualTo(cumAck());
            assertThat(tracker.highest()).isEqualTo(highest);
            assertThat(tracker.limit()).isEqualTo(limit);
            assertThat(tracker.hasGaps()).isEqualTo(cumAck() < highest);
            long from = cumAck() + random.nextLong(-2, CAPACITY + 2);
            assertThat(tracker.nextMissing(from)).isEqualTo(nextMissing(from));
            long missing = nextMissing(from);
            if (missing != 0) {
                long end = held.nextSetBit((int) missing);
                assertThat(tracker.endOfMissing(missing)).isEqualTo(end < 0 || end > highest ? highest + 1 : end);
            }
            assertThat(tracker.isHeld(from)).isEqualTo(from <= cumAck() || (from <= highest && held.get((int) from)));
        }
    }
}
