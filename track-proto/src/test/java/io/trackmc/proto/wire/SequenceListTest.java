package io.trackmc.proto.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.seq.SequenceNumbers;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SequenceListTest {

    private static final int WINDOW = 2_048;
    private static final int SUPER_PACKET = 44;

    private final SequenceList list = new SequenceList();

    @Test
    void shouldKeepABurstAsOneRange() {
        list.add(1_000, SUPER_PACKET);
        list.pack();

        assertThat(list.bytes()).isEqualTo(12);
        assertThat(runs()).containsExactly("1000+44");
    }

    @Test
    void shouldPutLossesHereAndThereIntoABitmap() {
        list.add(100, 1);
        list.add(107, 1);
        list.add(130, 2);
        list.pack();

        assertThat(list.rangeCount()).isZero();
        assertThat(list.base()).isEqualTo(100);
        assertThat(list.bytes()).isEqualTo(8);
        assertThat(runs()).containsExactly("100+1", "107+1", "130+2");
    }

    @Test
    void shouldUseRangesForBurstsAndABitmapForWhatLiesBetween() {
        list.add(1, 440);
        list.add(600, 400);
        for (int i = 0; i < 20; i++) {
            list.add(1_000 + 4 * i, 1);
        }
        list.add(1_500, 1);
        list.pack();

        assertThat(list.wordCount()).isPositive();
        assertThat(list.first(0)).isEqualTo(1);
        assertThat(list.length(0)).isEqualTo(440);
        assertThat(runs()).hasSize(22).contains("1+440", "600+401", "1004+1", "1076+1", "1500+1");
    }

    /** A range behind the bitmap stays one when the ranges are few. */
    @Test
    void shouldLeaveALongRangeBehindTheBitmapAlone() {
        list.add(10, 1);
        list.add(14, 1);
        list.add(20, 1_000);
        list.pack();

        assertThat(list.bytes()).isEqualTo(12 + 8);
        assertThat(list.base()).isEqualTo(10);
        assertThat(named()).isEqualTo(bits(10, 10, 14, 14, 20, 1_019));
    }

    @Test
    void shouldFillTheBitmapToItsEndAndGoOnWithARange() {
        for (int i = 0; i <= SequenceList.MAX_RANGES; i++) {
            list.add(1 + 2 * i, 1);
        }
        assertThat(list.rangeCount()).isZero();

        assertThat(list.add(4_090, 20)).isTrue();
        assertThat(list.add(4_110, 5)).isTrue();

        assertThat(list.first(0)).isEqualTo(1 + 4_096);
        assertThat(list.length(0)).isEqualTo(18);
        assertThat(list.endOfRun(4_090)).isEqualTo(4_096);
        assertThat(list.next(4_097)).isEqualTo(4_097);
    }

    @Test
    void shouldMakeNoBitmapThatEndsBeyondTheHighestSequence() {
        long first = SequenceNumbers.MAX - 100;
        for (int i = 0; i < SequenceList.MAX_RANGES; i++) {
            assertThat(list.add(first + 2L * i, 1)).isTrue();
        }
        list.pack();

        assertThat(list.wordCount()).isZero();
        assertThat(list.add(first + 60, 1)).isFalse();
        assertThat(list.rangeCount()).isEqualTo(SequenceList.MAX_RANGES);
    }

    /** A whole window that loses so much fits into one request. */
    @ParameterizedTest
    @ValueSource(ints = {2, 5, 10, 20, 30, 50})
    void shouldHoldAllThatAWindowLosesAtRandom(int percent) {
        SplittableRandom random = new SplittableRandom(percent);
        int lost = 0;
        for (int s = 1; s <= WINDOW; s++) {
            if (random.nextInt(100) < percent) {
                assertThat(list.add(7_000_000_000L + s, 1)).isTrue();
                lost++;
            }
        }
        list.pack();

        assertThat(lost).isGreaterThan(SequenceList.MAX_RANGES);
        assertThat(list.bytes()).isLessThanOrEqualTo(WINDOW / 8 + 8);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void shouldNameWhatWasAddedAndNothingElse(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 300; round++) {
            list.clear();
            BitSet model = fill(random);
            if (random.nextBoolean()) {
                int before = list.bytes();
                list.pack();
                assertThat(list.bytes()).isLessThanOrEqualTo(before);
            }
            assertThat(named()).isEqualTo(model);
            assertSurvivesTheWire(model);
        }
    }

    private BitSet fill(SplittableRandom random) {
        BitSet model = new BitSet();
        int next = 1 + random.nextInt(5_000);
        int hole = 1 + random.nextInt(random.nextInt(10) == 0 ? 6_000 : 60);
        int burst = 1 + random.nextInt(random.nextInt(4) == 0 ? 3_000 : 3);
        for (int i = random.nextInt(600); i >= 0; i--) {
            int length = 1 + random.nextInt(burst);
            if (!list.add(next, length)) {
                break;
            }
            model.set(next, next + length);
            next += length + random.nextInt(hole);
        }
        return model;
    }

    private void assertSurvivesTheWire(BitSet model) {
        byte[] bytes = new byte[2_000];
        assertThat(list.write(bytes, 3)).isEqualTo(3 + list.bytes()).isLessThanOrEqualTo(3 + SequenceList.MAX_BYTES);
        int ranges = list.rangeCount();
        int words = list.wordCount();
        long base = list.base();
        list.clear();
        assertThat(list.parse(bytes, 3, ranges, words, base)).isTrue();
        assertThat(named()).isEqualTo(model);
    }

    private static BitSet bits(int... bounds) {
        BitSet bits = new BitSet();
        for (int i = 0; i < bounds.length; i += 2) {
            bits.set(bounds[i], bounds[i + 1] + 1);
        }
        return bits;
    }

    private BitSet named() {
        BitSet named = new BitSet();
        for (long s = list.next(1); s != 0; s = list.next(list.endOfRun(s) + 1)) {
            named.set((int) s, (int) list.endOfRun(s) + 1);
        }
        return named;
    }

    private List<String> runs() {
        List<String> runs = new ArrayList<>();
        for (long s = list.next(1); s != 0; s = list.next(list.endOfRun(s) + 1)) {
            runs.add(s + "+" + (list.endOfRun(s) - s + 1));
        }
        return runs;
    }
}
