package io.trackmc.sender;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PositionIndexTest {

    private static final int PACKETS = 64;

    private final PositionIndex index = new PositionIndex(PACKETS);

    @Test
    void shouldKnowNothingAtFirst() {
        assertThat(index.through(0)).isZero();
        assertThat(index.through(10)).isZero();
        assertThat(index.last()).isZero();
    }

    @Test
    void shouldTellTheLastOfSeveralMessagesThatEndInOnePacket() {
        index.ends(1, 1);
        index.ends(1, 2);
        index.ends(3, 3);

        assertThat(index.through(0)).isZero();
        assertThat(index.through(1)).isEqualTo(2);
        assertThat(index.through(2)).as("the third is not complete").isEqualTo(2);
        assertThat(index.through(3)).isEqualTo(3);
        assertThat(index.through(100)).isEqualTo(3);
    }

    @Test
    void shouldSurviveAMessageOverMorePacketsThanItRemembers() {
        index.ends(1, 1);
        index.ends(1_000, 2);

        assertThat(index.through(999)).isEqualTo(1);
        assertThat(index.through(1_000)).isEqualTo(2);
        assertThat(index.through(5)).isEqualTo(PositionIndex.FORGOTTEN);
    }

    @Test
    void shouldAgreeWithAModel() {
        SplittableRandom random = new SplittableRandom(5);
        List<Long> ends = new ArrayList<>();
        long sequence = 1;
        for (int position = 1; position <= 5_000; position++) {
            sequence += random.nextInt(4) == 0 ? random.nextInt(20) : 0;
            ends.add(sequence);
            index.ends(sequence, position);
            long asked = Math.max(0, sequence - random.nextInt(PACKETS));
            long expected = ends.stream().filter(end -> end <= asked).count();
            assertThat(index.through(asked)).isEqualTo(expected);
        }
    }
}
