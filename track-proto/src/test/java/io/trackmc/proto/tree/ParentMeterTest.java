package io.trackmc.proto.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.testing.Overflow;
import io.trackmc.proto.time.Deadlines;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ParentMeterTest {

    private static final long MS = 1_000_000;
    private static final long START_NS = Overflow.in(700 * MS);

    private final ParentMeter meter = new ParentMeter(3, new SplittableRandom(1));

    @Test
    void shouldTakeTheTimeThatTheCandidateHeldTheQuestionOff() {
        meter.start(START_NS);
        int token = meter.ask(START_NS, 1);

        assertThat(meter.onAnswer(START_NS + 7 * MS, 1, token, 2 * MS)).isTrue();

        assertThat(meter.rttNs(1)).isEqualTo(5 * MS);
        assertThat(meter.rttNs(0)).isEqualTo(ParentMeter.UNKNOWN);
        assertThat(meter.isComplete()).isFalse();
    }

    @Test
    void shouldTakeOneAnswerToTheNewestQuestionOnly() {
        meter.start(START_NS);
        int first = meter.ask(START_NS, 0);
        int second = meter.ask(START_NS + MS, 0);

        assertThat(meter.onAnswer(START_NS + 2 * MS, 0, first, 0)).isFalse();
        assertThat(meter.onAnswer(START_NS + 2 * MS, 1, second, 0)).isFalse();
        assertThat(meter.onAnswer(START_NS + 2 * MS, 0, second, 0)).isTrue();
        assertThat(meter.onAnswer(START_NS + 3 * MS, 0, second, 0)).isFalse();
        assertThat(meter.rttNs(0)).isEqualTo(MS);
    }

    @Test
    void shouldNotBeMovedMuchByOneLateAnswer() {
        meter.start(START_NS);
        meter.onAnswer(START_NS + 8 * MS, 0, meter.ask(START_NS, 0), 0);
        meter.onAnswer(START_NS + 88 * MS, 0, meter.ask(START_NS, 0), 0);

        assertThat(meter.rttNs(0)).isEqualTo(18 * MS);
    }

    @Test
    void shouldAskOneThatNeverAnswersNoMoreOftenThanOthersInTheEnd() {
        meter.start(START_NS);
        long nowNs = START_NS;
        int asked = 0;
        while (nowNs - START_NS < 60_000 * MS) {
            nowNs = meter.dueNs(2);
            meter.ask(nowNs, 2);
            asked++;
        }

        assertThat(asked).isBetween(8 + 16, 8 + 20);
    }

    @Test
    void shouldAskNobodyWhenItIsStopped() {
        meter.start(START_NS);
        int token = meter.ask(START_NS, 0);
        meter.stop();

        assertThat(meter.dueNs(0)).isEqualTo(Deadlines.NONE);
        assertThat(meter.onAnswer(START_NS + MS, 0, token, 0)).isFalse();
    }
}
