package io.trackmc.cli.role;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.sender.Failures;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who need not have confirmed because of an expulsion. */
class ExpelledWhileSendingTest {

    @Test
    void shouldPassOverThoseWhoWereExpelledBeforeAllWereThere() {
        ExpelledWhileSending expelled = ExpelledWhileSending.since(expelled(0, "ann"));
        assertThat(expelled.names(expelled(0, "ann", "bob"))).containsExactly("bob");
        assertThat(expelled.excused(expelled(0, "ann"))).isZero();
    }

    @Test
    void shouldExcuseWhoeverWasExpelledWhenNobodyFailed() {
        ExpelledWhileSending expelled = ExpelledWhileSending.since(expelled(0));
        assertThat(expelled.excused(expelled(0, "ann", "bob"))).isEqualTo(2);
    }

    @Test
    void shouldExcuseNobodyWhenSomebodyElseFailed() {
        ExpelledWhileSending expelled = ExpelledWhileSending.since(expelled(0));
        assertThat(expelled.excused(expelled(1, "ann"))).isZero();
    }

    private static Failures expelled(int failed, String... names) {
        return new Failures(failed, List.of(), List.of(names));
    }
}
