package io.trackmc.cli.role;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.sender.Failures;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Who of four that were there need not have confirmed because of an expulsion. */
class ExpelledWhileSendingTest {

    private static final Supplier<OptionalInt> UNKNOWN = OptionalInt::empty;

    private final ExpelledWhileSending expelled = ExpelledWhileSending.since(failures(0));

    @Test
    void shouldPassOverThoseWhoWereExpelledBeforeAllWereThere() {
        ExpelledWhileSending later = ExpelledWhileSending.since(failures(0, "ann"));
        assertThat(later.names(failures(0, "ann", "bob"))).containsExactly("bob");
        later.end(failures(0, "ann"));
        assertThat(later.excused(failures(0, "ann"), 4, 1, group(4))).isZero();
    }

    @Test
    void shouldExcuseWhoeverWasExpelledWhenNobodyFailed() {
        expelled.end(failures(0, "ann"));
        assertThat(expelled.excused(failures(0, "ann", "bob"), 4, 2, UNKNOWN)).isEqualTo(2);
    }

    @Test
    void shouldExcuseNobodyWhenMoreAreMissing() {
        expelled.end(failures(1, "ann"));
        assertThat(expelled.excused(failures(1, "ann"), 4, 2, group(3))).isZero();
    }

    @Test
    void shouldExcuseTheExpelledAlthoughOthersThatHaveConfirmedAreStillCounted() {
        expelled.end(failures(3, "ann", "bob"));
        assertThat(expelled.excused(failures(3, "ann", "bob"), 4, 2, group(2))).isEqualTo(2);
    }

    @Test
    void shouldNotExcuseTheFailedForSomebodyWhoMayNeverHaveBeenThere() {
        expelled.end(failures(1, "ann"));
        assertThat(expelled.excused(failures(1, "ann"), 4, 1, group(4))).isZero();
        assertThat(expelled.excused(failures(1, "ann"), 4, 1, UNKNOWN)).isZero();
    }

    @Test
    void shouldExcuseThoseWhoMustHaveBeenThere() {
        expelled.end(failures(1, "never-there", "ann"));
        assertThat(expelled.excused(failures(1, "never-there", "ann"), 4, 1, group(3))).isEqualTo(1);
        assertThat(expelled.excused(failures(1, "never-there", "ann"), 4, 2, group(3))).isZero();
    }

    @Test
    void shouldNotExcuseTheFailedForSomebodyWhoMayHaveConfirmedBeforeBeingExpelled() {
        expelled.end(failures(0));
        assertThat(expelled.excused(failures(1, "ann"), 4, 1, group(3))).isZero();
    }

    private static Supplier<OptionalInt> group(int receivers) {
        return () -> OptionalInt.of(receivers);
    }

    private static Failures failures(int failed, String... expelled) {
        return new Failures(failed, List.of(), List.of(expelled));
    }
}
