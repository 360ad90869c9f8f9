package io.trackmc.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.trackmc.sim.drill.DrillGroup;
import org.junit.jupiter.api.Test;

class FailoverTrialTest {

    @Test
    void shouldMakeALiveDrillOfIt() {
        DrillGroup group = new FailoverTrial(9, 0.0125, 700, 350).drill().group();
        assertThat(group.receivers()).isEqualTo(9);
        assertThat(group.dataLoss()).isEqualTo(0.0125, within(1e-9));
        assertThat(group.messageBytes()).isEqualTo(700);
        assertThat(group.messagesPerSecond()).isEqualTo(350);
    }

    @Test
    void shouldBeALiveDrillWithoutLossToo() {
        assertThat(new FailoverTrial(1, 0, 16, 1).drill().live()).isTrue();
    }
}
