package io.trackmc.cli.role;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.sender.Failures;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who need not have confirmed because of an expulsion. */
class ExpelledWhileSendingTest {

    @Test
    void shouldPassOverThoseWhoWereExpelledBeforeAllWereThere() {
        ExpelledWhileSending expelled = ExpelledWhileSending.since(expelled(0, "ann"), true);
        assertThat(expelled.names(expelled(0, "ann", "bob"))).containsExactly("bob");
        expelled.end(expelled(0, "ann"));
        assertThat(expelled.excused(expelled(0, "ann"), 1)).isZero();
    }

    @Test
    void shouldExcuseWhoeverWasExpelledWhenNobodyFailed() {
        ExpelledWhileSending expelled = ExpelledWhileSending.since(expelled(0), false);
        expelled.end(expelled(0, "ann"));
        assertThat(expelled.excused(expelled(0, "ann", "bob"), 2)).isEqualTo(2);
    }

    @Test
    void shouldExcuseNobodyWhenSomebodyElseFailed() {
        ExpelledWhileSending expelled = ExpelledWhileSending.since(expelled(0), true);
        expelled.end(expelled(1, "ann"));
        assertThat(expelled.excused(expelled(1, "ann"), 2)).isZero();
    }

    @Test
    void shouldExcuseTheExpelledAlthoughOthersThatHaveConfirmedAreStillNamed() {
        ExpelledWhileSending expelled = ExpelledWhileSending.since(expelled(0), true);
        expelled.end(expelled(3, "ann", "bob"));
        assertThat(expelled.excused(expelled(3, "ann", "bob"), 2)).isEqualTo(2);
    }

    @Test
    void shouldNotExcuseTheFailedForSomebodyWhoMayNeverHaveBeenThere() {
        ExpelledWhileSending expelled = ExpelledWhileSending.since(expelled(0), false);
        expelled.end(expelled(1, "ann"));
        assertThat(expelled.excused(expelled(1, "ann"), 1)).isZero();
    }

    @Test
    void shouldNotExcuseTheFailedForSomebodyWhoMayHaveConfirmedBeforeBeingExpelled() {
        ExpelledWhileSending expelled = ExpelledWhileSending.since(expelled(0), true);
        expelled.end(expelled(0));
        assertThat(expelled.excused(expelled(1, "ann"), 1)).isZero();
    }

    private static Failures expelled(int failed, String... names) {
        return new Failures(failed, List.of(), List.of(names));
    }
}
