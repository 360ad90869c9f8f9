package io.trackmc.cli.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class InnerSampleTest {

    @Test
    void shouldKeepEverythingWhileThereIsRoom() {
        InnerSample sample = new InnerSample(3, new SplittableRandom(1));
        sample.add(new byte[] {1});
        sample.add(new byte[] {2});
        assertThat(sample.inners()).containsExactly(new byte[] {1}, new byte[] {2});
        assertThat(sample.seen()).isEqualTo(2);
    }

    @Test
    void shouldBeFairToEarlyAndLate() {
        int[] kept = new int[10];
        for (int seed = 0; seed < 2000; seed++) {
            InnerSample sample = new InnerSample(2, new SplittableRandom(seed));
            for (byte i = 0; i < kept.length; i++) {
                sample.add(new byte[] {i});
            }
            sample.inners().forEach(inner -> kept[inner[0]]++);
        }
        assertThat(Arrays.stream(kept).boxed()).allMatch(count -> count > 300 && count < 500);
    }
}
