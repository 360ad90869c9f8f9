package io.trackmc.repairhead;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What signals ask of the appliance. */
class StopSignalTest {

    private final StopSignal stop = new StopSignal();

    @Test
    void shouldEndGentlyAtTheFirstAndAtOnceAtTheSecond() {
        stop.requestGently();
        assertThat(stop.isRequested()).isTrue();
        assertThat(stop.isUrgent()).isFalse();

        stop.requestGently();

        assertThat(stop.isUrgent()).isTrue();
        assertThat(stop.exitCode()).isEqualTo(RepairHeadMain.DONE);
    }

    @Test
    void shouldKeepTheCodeOfTheFirstWhenAnInterruptFollows() {
        stop.requestGently();
        stop.request(RepairHeadMain.INTERRUPTED);

        assertThat(stop.isUrgent()).isTrue();
        assertThat(stop.exitCode()).isEqualTo(RepairHeadMain.DONE);
    }

    @Test
    void shouldEndAtOnceWhenInterrupted() {
        stop.request(RepairHeadMain.INTERRUPTED);

        assertThat(stop.isUrgent()).isTrue();
        assertThat(stop.exitCode()).isEqualTo(RepairHeadMain.INTERRUPTED);
    }
}
