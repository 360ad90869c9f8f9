package io.trackmc.sim.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class SeedTest {

    private static final Seed SEED = new Seed(42);

    @Test
    void shouldGiveSameNumbersForSameSeed() {
        RandomGenerator one = SEED.child("loss").generator();
        RandomGenerator other = SEED.child("loss").generator();
        assertThat(one.longs(100).toArray()).isEqualTo(other.longs(100).toArray());
    }

    @Test
    void shouldSeparateConcernsByNameAndNumber() {
        assertThat(SEED.child("loss")).isNotEqualTo(SEED.child("delay")).isNotEqualTo(SEED);
        assertThat(SEED.child(1)).isNotEqualTo(SEED.child(2));
        assertThat(SEED.child("link").child(1)).isNotEqualTo(SEED.child("node").child(1));
    }

    @Test
    void shouldKeepItsNumbersForever() {
        RandomGenerator generator = new Seed(0).generator();
        assertThat(generator.nextLong()).isEqualTo(0xE220A8397B1DCDAFL);
        assertThat(generator.nextLong()).isEqualTo(0x6E789E6AA1B965F4L);
    }
}
