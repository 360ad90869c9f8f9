package io.trackmc.sender;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.sender.FailedReceiver.Reason;
import java.util.List;
import org.junit.jupiter.api.Test;

class FailuresTest {

    private static final FailedReceiver ANN = new FailedReceiver(100, "ann", Reason.SILENT);
    private static final FailedReceiver BOB = new FailedReceiver(101, "bob", Reason.TOO_SLOW);

    @Test
    void shouldNameThoseThatAreKnownWithTheirReasons() {
        Failures all = new Failures(2, List.of(ANN, BOB), List.of());
        assertThat(all.isCut()).isFalse();
        assertThat(all).hasToString("ann (fell silent), bob (too slow)");
        assertThat(all.names()).containsExactly("ann", "bob");
    }

    @Test
    void shouldSayHowManyMoreThereAreThanAreNamed() {
        Failures cut = new Failures(70, List.of(ANN, BOB), List.of());
        assertThat(cut.isCut()).isTrue();
        assertThat(cut).hasToString("ann (fell silent), bob (too slow) and 68 more");
        assertThat(new Failures(3, List.of(), List.of())).hasToString("3 of unknown name");
    }

    @Test
    void shouldNotCallAllFailedWhoseParentSaysSoWhereSomeHaveConfirmedElsewhere() {
        assertThat(new Failures(1, List.of(ANN, BOB), List.of()))
                .hasToString("1 of ann (fell silent), bob (too slow)");
    }

    @Test
    void shouldSayNothingOfNobody() {
        assertThat(new Failures(0, List.of(), List.of())).hasToString("");
    }
}
