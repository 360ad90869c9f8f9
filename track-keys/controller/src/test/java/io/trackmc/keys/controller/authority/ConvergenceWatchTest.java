package io.trackmc.keys.controller.authority;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.keys.controller.log.LogEntry;
import io.trackmc.keys.controller.policy.Convergence;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConvergenceWatchTest {

    private static final LogEntry ALL = new LogEntry.Convergence(2, true);
    private static final LogEntry SOME = new LogEntry.Convergence(2, false);

    private Convergence policy = Convergence.ALL;
    private final ConvergenceWatch watch = read();

    @Test
    void shouldSayOnceThatAllHaveAnEpoch() {
        assertThat(watch.made(2, 1_000)).isEmpty();
        assertThat(watch.told(1, 1)).isEmpty();
        assertThat(watch.told(2, 1)).containsExactly(ALL);
        assertThat(watch.converged()).isEqualTo(2);
        assertThat(watch.told(2, 2)).isEmpty();
        assertThat(watch.look(5_000)).isEmpty();
    }

    @Test
    void shouldSayThatTheGroupWentOnWithoutSomeAndLaterThatTheyCameUp() {
        watch.made(2, 1_000);
        assertThat(watch.told(1, 2)).containsExactly(SOME);
        assertThat(watch.told(1, 2)).isEmpty();
        assertThat(watch.look(5_000)).isEmpty();
        assertThat(watch.told(2, 2)).containsExactly(ALL);
        assertThat(watch.told(2, 2)).isEmpty();
    }

    @Test
    void shouldNotWaitForASenderThatTellsNothing() {
        watch.made(2, 1_000);
        assertThat(watch.look(999)).isEmpty();
        assertThat(watch.look(1_000)).containsExactly(SOME);
        assertThat(watch.look(2_000)).isEmpty();
    }

    @Test
    void shouldSayOfARekeyThatTheNextOneOvertookIt() {
        watch.made(2, 1_000);
        assertThat(watch.made(3, 2_000)).containsExactly(SOME);
        assertThat(watch.told(3, 3)).containsExactly(new LogEntry.Convergence(3, true));
    }

    @Test
    void shouldSayNothingOfTheFirstEpochWhichNoRekeyBrought() {
        assertThat(watch.told(1, 1)).isEmpty();
        assertThat(watch.look(9_000)).isEmpty();
        assertThat(watch.converged()).isOne();
    }

    @ParameterizedTest
    @EnumSource(names = {"NEVER", "BEST_EFFORT"})
    void shouldWriteNothingWhenNobodyWantsIt(Convergence wanted) {
        policy = wanted;
        watch.made(2, 1_000);
        assertThat(watch.told(1, 2)).isEmpty();
        assertThat(watch.told(2, 2)).isEmpty();
        assertThat(watch.converged()).isEqualTo(wanted == Convergence.NEVER ? 0 : 2);
    }

    @Test
    void shouldGoOnWhereTheLogEnds() {
        LogEntry rekey = new LogEntry.Rekey(1, 2, "scheduled", List.of(), "0".repeat(64), List.of(), List.of());
        ConvergenceWatch open = read(rekey);
        assertThat(open.look(1_000)).containsExactly(SOME);
        ConvergenceWatch missed = read(rekey, SOME);
        assertThat(missed.look(1_000)).isEmpty();
        assertThat(missed.told(2, 2)).containsExactly(ALL);
        ConvergenceWatch settled = read(rekey, SOME, ALL);
        assertThat(settled.told(2, 2)).isEmpty();
        assertThat(settled.look(1_000)).isEmpty();
    }

    private ConvergenceWatch read(LogEntry... log) {
        ConvergenceWatch read = new ConvergenceWatch();
        List.of(log).forEach(read::accept);
        read.open(() -> policy, 1_000);
        return read;
    }
}
