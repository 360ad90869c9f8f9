package io.trackmc.proto.seq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LongRangeSetTest {

    private static final int VALUES = 96;
    private static final int OPERATIONS = 400;
    private static final int SEEDS = 60;

    /** Against a bit for each value, at both ends of what a sequence can be. */
    @ParameterizedTest
    @ValueSource(longs = {0, 1, (1L << 32) - 48, Long.MAX_VALUE - VALUES + 1})
    void shouldAgreeWithAModel(long base) {
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            int maxRanges = 1 + random.nextInt(12);
            LongRangeSet set = new LongRangeSet(maxRanges);
            BitSet model = new BitSet();
            for (int i = 0; i < OPERATIONS; i++) {
                step(random, base, maxRanges, set, model);
                assertSame(set, model, base, "seed " + seed + " operation " + i);
            }
        }
    }

    private static void step(Random random, long base, int maxRanges, LongRangeSet set, BitSet model) {
        int first = random.nextInt(VALUES);
        int last = Math.min(VALUES - 1, first + random.nextInt(random.nextInt(10) == 0 ? VALUES : 6));
        boolean adding = random.nextInt(5) < 3;
        BitSet changed = (BitSet) model.clone();
        changed.set(first, last + 1, adding);
        boolean fits = ranges(changed) <= maxRanges;

        boolean done = adding ? set.add(base + first, base + last) : set.remove(base + first, base + last);

        assertThat(done).isEqualTo(fits);
        if (fits) {
            model.clear();
            model.or(changed);
        }
    }

    private static int ranges(BitSet model) {
        int count = 0;
        for (int first = model.nextSetBit(0); first >= 0; first = model.nextSetBit(model.nextClearBit(first))) {
            count++;
        }
        return count;
    }

    private static void assertSame(LongRangeSet set, BitSet model, long base, String when) {
        assertThat(set.isEmpty()).as(when).isEqualTo(model.isEmpty());
        assertThat(set.size()).as(when).isEqualTo(ranges(model));
        assertThat(set.cardinality()).as(when).isEqualTo(model.cardinality());
        int i = 0;
        for (int first = model.nextSetBit(0); first >= 0; i++) {
            int end = model.nextClearBit(first);
            assertThat(set.first(i)).as(when).isEqualTo(base + first);
            assertThat(set.last(i)).as(when).isEqualTo(base + end - 1);
            first = model.nextSetBit(end);
        }
        for (int value = 0; value < VALUES; value++) {
            assertThat(set.contains(base + value)).as(when).isEqualTo(model.get(value));
        }
    }

    @Test
    void shouldChangeNothingWhenThereIsNoRoom() {
        LongRangeSet set = new LongRangeSet(2);
        set.add(10, 20);
        set.add(30, 40);

        assertThat(set.add(50, 50)).isFalse();
        assertThat(set.remove(15, 15)).isFalse();

        assertThat(set.size()).isEqualTo(2);
        assertThat(set.cardinality()).isEqualTo(22);
        assertThat(set.contains(15)).isTrue();
    }

    @Test
    void shouldMakeOneRangeOfAllThatTheNewOneTouches() {
        LongRangeSet set = new LongRangeSet(3);
        set.add(1, 2);
        set.add(5, 6);
        set.add(9, 9);

        assertThat(set.add(3, 8)).isTrue();

        assertThat(set.size()).isEqualTo(1);
        assertThat(set.first(0)).isEqualTo(1);
        assertThat(set.last(0)).isEqualTo(9);
    }

    @Test
    void shouldBeEmptyWhenCleared() {
        LongRangeSet set = new LongRangeSet(3);
        set.add(1, 2);

        set.clear();

        assertThat(set.isEmpty()).isTrue();
        assertThat(set.contains(1)).isFalse();
    }

    @Test
    void shouldRefuseWhatIsNoRange() {
        LongRangeSet set = new LongRangeSet(3);

        assertThatThrownBy(() -> set.add(2, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> set.add(-1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> set.remove(2, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> set.first(0)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> set.last(0)).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
