package io.trackmc.proto.seq;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SequenceNumbersTest {

    @Test
    void shouldTakeTimestampDifferencesAcrossTheWrapAround() {
        assertThat(SequenceNumbers.timestampDifference(5, 3)).isEqualTo(2);
        assertThat(SequenceNumbers.timestampDifference(3, 5)).isEqualTo(-2);
        assertThat(SequenceNumbers.timestampDifference(4, 0xFFFF_FFFE)).isEqualTo(6);
        assertThat(SequenceNumbers.timestampDifference(0xFFFF_FFFE, 4)).isEqualTo(-6);
        assertThat(SequenceNumbers.timestampDifference(Integer.MIN_VALUE, Integer.MAX_VALUE))
                .isEqualTo(1);
    }

    @Test
    void shouldLeaveNoSequenceBelowTheFirst() {
        assertThat(SequenceNumbers.NONE).isLessThan(SequenceNumbers.FIRST);
        assertThat(SequenceNumbers.MAX).isPositive();
    }
}
