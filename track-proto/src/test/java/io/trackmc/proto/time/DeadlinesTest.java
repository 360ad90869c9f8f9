package io.trackmc.proto.time;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.engine.Engine;
import io.trackmc.proto.testing.Overflow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeadlinesTest {

    /** Clocks around every place where arithmetic could go wrong. */
    private static final String JUST_BEFORE_OVERFLOW = "9223372036854775806";

    private static final String LAST = "9223372036854775807";
    private static final String FIRST = "-9223372036854775808";

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", JUST_BEFORE_OVERFLOW, LAST, FIRST})
    void shouldBeDueFromItsTimeOnAndNotBefore(long nowNs) {
        long deadlineNs = Deadlines.after(nowNs, 1000);

        assertThat(Deadlines.isDue(deadlineNs, nowNs)).isFalse();
        assertThat(Deadlines.isDue(deadlineNs, nowNs + 999)).isFalse();
        assertThat(Deadlines.isDue(deadlineNs, deadlineNs)).isTrue();
        assertThat(Deadlines.isDue(deadlineNs, deadlineNs + 1)).isTrue();
        assertThat(Deadlines.isDue(deadlineNs, deadlineNs + 1_000_000_000_000L)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", JUST_BEFORE_OVERFLOW, LAST, FIRST})
    void shouldNeverBeDueWithoutDeadline(long nowNs) {
        assertThat(Deadlines.isDue(Deadlines.NONE, nowNs)).isFalse();
    }

    @Test
    void shouldStepOverTheValueThatMeansNone() {
        assertThat(Deadlines.after(Long.MAX_VALUE - 5, 5)).isEqualTo(Long.MIN_VALUE);
        assertThat(Deadlines.after(Long.MAX_VALUE, 0)).isEqualTo(Long.MIN_VALUE);
        assertThat(Deadlines.after(Long.MAX_VALUE - 5, 4)).isEqualTo(Long.MAX_VALUE - 1);
    }

    @Test
    void shouldChooseTheEarlierAcrossOverflow() {
        long before = Overflow.in(10);
        long after = Deadlines.after(before, 100);

        assertThat(after).isNegative();
        assertThat(Deadlines.earlier(before, after)).isEqualTo(before);
        assertThat(Deadlines.earlier(after, before)).isEqualTo(before);
    }

    @Test
    void shouldPreferAnyDeadlineToNone() {
        assertThat(Deadlines.earlier(Deadlines.NONE, Long.MIN_VALUE)).isEqualTo(Long.MIN_VALUE);
        assertThat(Deadlines.earlier(7, Deadlines.NONE)).isEqualTo(7);
        assertThat(Deadlines.earlier(Deadlines.NONE, Deadlines.NONE)).isEqualTo(Deadlines.NONE);
    }

    @Test
    void shouldUseTheValueThatEnginesUseForNone() {
        assertThat(Deadlines.NONE).isEqualTo(Engine.NO_DEADLINE);
    }
}
