package io.trackmc.keys.controller.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class RangesTest {

    @Test
    void shouldSayHowManyAreNewAsABitSetDoes() {
        RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
        for (int round = 0; round < 200; round++) {
            Ranges ranges = new Ranges();
            BitSet same = new BitSet();
            for (int i = 0; i < 30; i++) {
                int first = 1 + random.nextInt(60);
                int last = first - 2 + random.nextInt(12);
                int before = same.cardinality();
                if (last >= first) {
                    same.set(first, last + 1);
                }
                assertThat(ranges.add(first, last)).isEqualTo(same.cardinality() - before);
            }
        }
    }
}
