package io.trackmc.proto.seq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.NavigableSet;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AckBitmapTest {

    private static final int OPERATIONS = 2_000;
    private static final int SEEDS = 30;

    @ParameterizedTest
    @CsvSource({"1,64", "64,64", "65,128", "1000,1024", "1024,1024", "1073741824,1073741824"})
    void shouldRoundItsCapacityUpToAPowerOfTwo(int wanted, int capacity) {
        assertThat(new AckBitmap(wanted).capacity()).isEqualTo(capacity);
    }

    /** A window that slides over the bitmap, against a set of the sequences in it. */
    @ParameterizedTest
    @ValueSource(longs = {0, 1, (1L << 32) - 300, (1L << 38) - 300, Long.MAX_VALUE - (1 << 20)})
    void shouldAgreeWithAModel(long start) {
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            AckBitmap bitmap = new AckBitmap(1 + random.nextInt(300));
            NavigableSet<Long> model = new TreeSet<>();
            long trail = start;
            for (int i = 0; i < OPERATIONS; i++) {
                trail = step(random, bitmap, model, trail);
                assertSame(random, bitmap, model, trail, "seed " + seed + " operation " + i);
            }
        }
    }

    private static long step(Random random, AckBitmap bitmap, NavigableSet<Long> model, long trail) {
        long sequence = trail + random.nextInt(bitmap.capacity());
        switch (random.nextInt(8)) {
            case 0 -> {
                bitmap.clear(sequence);
                model.remove(sequence);
            }
            case 1 -> {
                long to = Math.min(sequence + random.nextInt(bitmap.capacity()), trail + bitmap.capacity() - 1);
                bitmap.clearRange(sequence, to);
                model.subSet(sequence, true, to, true).clear();
            }
            case 2 -> {
                long newTrail = trail + random.nextInt(40);
                bitmap.clearRange(trail, newTrail - 1);
                model.headSet(newTrail).clear();
                return newTrail;
            }
            default -> {
                bitmap.set(sequence);
                model.add(sequence);
            }
        }
        return trail;
    }

    private static void assertSame(Random random, AckBitmap bitmap, NavigableSet<Long> model, long trail, String when) {
        long from = trail + random.nextInt(bitmap.capacity());
        long to = from + random.nextInt((int) (trail + bitmap.capacity() - from)) - random.nextInt(2);
        Long set = model.ceiling(from);
        long clear = from;
        while (clear <= to && model.contains(clear)) {
            clear++;
        }
        assertThat(bitmap.get(from)).as(when).isEqualTo(model.contains(from));
        assertThat(bitmap.nextSet(from, to)).as(when).isEqualTo(set == null || set > to ? to + 1 : set);
        assertThat(bitmap.nextClear(from, to)).as(when).isEqualTo(Math.min(clear, to + 1));
    }

    @Test
    void shouldFindAcrossManyWords() {
        AckBitmap bitmap = new AckBitmap(1024);
        bitmap.set(1000);

        assertThat(bitmap.nextSet(0, 1023)).isEqualTo(1000);
        assertThat(bitmap.nextSet(1001, 1023)).isEqualTo(1024);
        assertThat(bitmap.nextClear(1000, 1000)).isEqualTo(1001);
    }

    @Test
    void shouldForgetEverythingWhenCleared() {
        AckBitmap bitmap = new AckBitmap(64);
        bitmap.set(3);

        bitmap.clearAll();

        assertThat(bitmap.get(3)).isFalse();
        assertThat(bitmap.nextSet(0, 63)).isEqualTo(64);
    }

    @Test
    void shouldFindNothingInAnEmptyRange() {
        AckBitmap bitmap = new AckBitmap(64);
        bitmap.set(4);

        bitmap.clearRange(5, 4);

        assertThat(bitmap.nextSet(5, 4)).isEqualTo(5);
        assertThat(bitmap.nextClear(5, 4)).isEqualTo(5);
        assertThat(bitmap.get(4)).isTrue();
    }

    @Test
    void shouldRefuseRangesThatAreLongerThanItsCapacity() {
        AckBitmap bitmap = new AckBitmap(64);

        assertThat(bitmap.nextSet(10, 73)).isEqualTo(74);
        assertThatThrownBy(() -> bitmap.nextSet(10, 74)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> bitmap.clearRange(-1, 5)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new AckBitmap(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new AckBitmap((1 << 30) + 1)).isInstanceOf(IllegalArgumentException.class);
    }
}
