package io.trackmc.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.trackmc.sim.core.Seed;
import io.trackmc.sim.drill.Drill;
import io.trackmc.sim.drill.DrillGroup;
import io.trackmc.sim.drill.DrillTree;
import io.trackmc.sim.drill.Step;
import org.junit.jupiter.api.Test;

class FailoverTrialTest {

    private static final long SECOND_NS = 1_000_000_000L;

    @Test
    void shouldMakeALiveDrillOfIt() {
        DrillGroup group = new FailoverTrial(Mode.WIRE, 9, 0.0125, 700, 350, 34).drill().group();
        assertThat(group.receivers()).isEqualTo(9);
        assertThat(group.dataLoss()).isEqualTo(0.0125, within(1e-9));
        assertThat(group.messageBytes()).isEqualTo(700);
        assertThat(group.messagesPerSecond()).isEqualTo(350);
    }

    @Test
    void shouldKillEachRepairHeadAsOftenAsThereIsTimeFor() {
        assertThat(lastKillNs(FailoverTrial.LEAST_SECONDS)).isEqualTo(13 * SECOND_NS);
        assertThat(lastKillNs(FailoverTrial.DEFAULT_SECONDS - 1)).isEqualTo(13 * SECOND_NS);
        assertThat(lastKillNs(FailoverTrial.DEFAULT_SECONDS)).isEqualTo(25 * SECOND_NS);
    }

    private static long lastKillNs(int seconds) {
        Drill drill = new FailoverTrial(Mode.WIRE, 9, 0, 700, 350, seconds).drill();
        Step kill = drill.steps().getFirst();
        int kills = kill.nodes(new DrillTree(drill.group()), new Seed(1).generator()).size();
        return kill.atNs() + (kills - 1) * kill.everyNs();
    }

    @Test
    void shouldBeALiveDrillWithoutLossToo() {
        assertThat(new FailoverTrial(Mode.WHOLE, 1, 0, 16, 1, 22).drill().live()).isTrue();
    }
}
