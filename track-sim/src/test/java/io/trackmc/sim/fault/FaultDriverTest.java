package io.trackmc.sim.fault;

import static io.trackmc.sim.toy.ToyWorld.FIRST_RECEIVER;
import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.sim.core.Seed;
import io.trackmc.sim.toy.ToyWorld;

import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class FaultDriverTest {

    private static final long MS = 1_000_000;
    private static final long SECOND_NS = 1_000 * MS;
    private static final int OTHER_RECEIVER = FIRST_RECEIVER + 1;

    private final ToyWorld toy = new ToyWorld(1, 2, 300);

    @Test
    void shouldRestartAfterCrash() {
        run(new Fault.Crash(FIRST_RECEIVER, 10 * MS, 30 * MS));
        assertThat(toy.world.node(FIRST_RECEIVER).isRunning()).isTrue();
        toy.world.runFor(10 * MS);
        assertThat(toy.world.node(FIRST_RECEIVER).isRunning()).isFalse();
        assertThat(toy.world.runUntil(toy::isComplete, SECOND_NS)).isTrue();
        assertThat(toy.world.node(FIRST_RECEIVER).runs()).isEqualTo(2);
    }

    @Test
    void shouldCutOneDirectionOnly() {
        BitSet one = new BitSet();
        one.set(FIRST_RECEIVER);
        run(new Fault.Cut(one, Fault.Way.INTO, 0, 50 * MS));
        toy.world.runFor(45 * MS);
        assertThat(toy.deliveries.delivered(FIRST_RECEIVER)).isZero();
        assertThat(toy.deliveries.delivered(OTHER_RECEIVER)).isPositive();
        assertThat(toy.world.runUntil(toy::isComplete, SECOND_NS)).isTrue();
    }

    @Test
    void shouldKeepOneCutWhenAnOverlappingOneEnds() {
        BitSet one = new BitSet();
        one.set(FIRST_RECEIVER);
        run(new Fault.Cut(one, Fault.Way.BOTH, 0, 50 * MS), new Fault.Cut(one, Fault.Way.BOTH, 0, 20 * MS));
        toy.world.runFor(45 * MS);
        assertThat(toy.deliveries.delivered(FIRST_RECEIVER)).isZero();
        assertThat(toy.world.runUntil(toy::isComplete, SECOND_NS)).isTrue();
    }

    @Test
    void shouldHoldBackClogAndPause() {
        run(new Fault.Clog(ToyWorld.SENDER, FIRST_RECEIVER, 0, 40 * MS), new Fault.Pause(OTHER_RECEIVER, 1, 40 * MS));
        toy.world.runFor(39 * MS);
        assertThat(toy.deliveries.delivered(FIRST_RECEIVER)).isZero();
        assertThat(toy.deliveries.delivered(OTHER_RECEIVER)).isLessThan(5);
        assertThat(toy.world.runUntil(toy::isComplete, SECOND_NS)).isTrue();
    }

    @Test
    void shouldNotChangeDeliveriesByAttacks() {
        Attacker attacker = new Attacker(toy.world, 3, new Seed(9));
        toy.world.observe(attacker);
        attacker.attackUntil(SECOND_NS, 20_000);
        toy.start();
        assertThat(toy.world.runUntil(toy::isComplete, SECOND_NS)).as("%s", toy.world.violations().texts()).isTrue();
        assertThat(toy.world.node(FIRST_RECEIVER).program()).isNotNull();
    }

    private void run(Fault... faults) {
        new FaultDriver(toy.world).schedule(List.of(faults));
        toy.start();
    }
}
