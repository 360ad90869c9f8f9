package io.trackmc.proto.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.testing.Overflow;
import io.trackmc.proto.time.Deadlines;
import org.junit.jupiter.api.Test;

class DataActivityTest {

    private static final long QUIET_NS = DataActivity.QUIET_NS;
    private static final long T0 = Overflow.in(QUIET_NS / 2);

    private final DataActivity activity = new DataActivity();

    @Test
    void shouldBelieveHintWhenDataChannelStaysSilent() {
        activity.hint(T0, 7);

        assertThat(activity.isDue(T0 + QUIET_NS - 1)).isFalse();
        assertThat(activity.isDue(T0 + QUIET_NS)).isTrue();
        assertThat(activity.hinted()).isEqualTo(7);
        assertThat(activity.isDue(T0 + QUIET_NS)).as("once").isFalse();
    }

    @Test
    void shouldForgetHintWhenDataChannelSpeaks() {
        activity.hint(T0, 7);

        activity.heard();

        assertThat(activity.deadlineNs()).isEqualTo(Deadlines.NONE);
    }

    @Test
    void shouldKeepTheFirstHintWhileItWaits() {
        activity.hint(T0, 7);
        activity.hint(T0 + 1, 9);

        assertThat(activity.deadlineNs()).isEqualTo(T0 + QUIET_NS);
        assertThat(activity.hinted()).isEqualTo(7);
    }

    @Test
    void shouldWaitLongerWhenThisNodeWasLateButNotForEver() {
        activity.hint(T0, 7);
        for (int late = 1; late <= 10; late++) {
            activity.postpone(T0 + late);
        }

        assertThat(activity.deadlineNs()).as("three times").isEqualTo(T0 + 3 + QUIET_NS);
        assertThat(activity.isDue(T0 + 3 + QUIET_NS)).isTrue();
        activity.hint(T0 + 3 + QUIET_NS, 8);
        activity.postpone(T0 + 4 + QUIET_NS);
        assertThat(activity.deadlineNs()).as("another hint starts anew").isEqualTo(T0 + 4 + 2 * QUIET_NS);
    }

    @Test
    void shouldNotWaitForAnythingWhenNothingWasHinted() {
        activity.postpone(T0);

        assertThat(activity.deadlineNs()).isEqualTo(Deadlines.NONE);
    }
}
