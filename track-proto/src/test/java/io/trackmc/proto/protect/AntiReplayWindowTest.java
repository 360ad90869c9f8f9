package io.trackmc.proto.protect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AntiReplayWindowTest {

    private static final int WINDOW = AntiReplayWindow.PAIR_COUNTERS;

    private final AntiReplayWindow window = new AntiReplayWindow(WINDOW);

    @Test
    void shouldAcceptEachCounterOnce() {
        for (long counter = 1; counter <= 10 * WINDOW; counter++) {
            assertThat(window.check(counter)).isTrue();
            window.commit(counter);
            assertThat(window.check(counter)).isFalse();
        }
        assertThat(window.highest()).isEqualTo(10 * WINDOW);
    }

    @Test
    void shouldNotRememberWhatWasOnlyChecked() {
        assertThat(window.check(1_000_000)).isTrue();
        assertThat(window.check(1)).isTrue();
        assertThat(window.highest()).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void shouldRefuseCountersThatNoHonestNodeSends(long counter) {
        assertThat(window.check(counter)).isFalse();
        window.commit(1);
        assertThat(window.check(counter)).isFalse();
    }

    @Test
    void shouldRefuseExactlyWhatLiesBelowTheWindow() {
        window.commit(1_000);

        assertThat(window.check(1_000 - WINDOW + 1)).isTrue();
        assertThat(window.check(1_000 - WINDOW)).isFalse();
    }

    @Test
    void shouldForgetTheWholeWindowAfterALongJump() {
        window.commit(5);
        window.commit(Long.MAX_VALUE);

        assertThat(window.check(Long.MAX_VALUE)).isFalse();
        assertThat(window.check(Long.MAX_VALUE - 1)).isTrue();
        assertThat(window.check(6)).isFalse();
    }

    /** A member with the group's keys may have sent both. */
    @Test
    void shouldRememberTheLastCountersThatThereAre() {
        window.commit(Long.MAX_VALUE);
        window.commit(Long.MAX_VALUE - 5);

        assertThat(window.check(Long.MAX_VALUE)).isFalse();
        assertThat(window.check(Long.MAX_VALUE - 5)).isFalse();
        assertThat(window.check(Long.MAX_VALUE - 4)).isTrue();
    }

    /** Who is believed no more has led the window back; what is below its highest does not become the newest by that. */
    @Test
    void shouldNotGoBackBehindAFloorThatIsLifted() {
        window.commit(10 * WINDOW);
        window.floor(9 * WINDOW);
        window.liftFloor();
        window.commit(9 * WINDOW - 7);

        assertThat(window.highest()).isEqualTo(9 * WINDOW);
        assertThat(window.check(9 * WINDOW - 7)).isFalse();
        assertThat(window.check(9 * WINDOW - 7 - WINDOW)).isFalse();
    }

    @Test
    void shouldTakeNothingAtOrBelowTheFloor() {
        window.floor(500);

        assertThat(window.check(500)).isFalse();
        assertThat(window.check(1)).isFalse();
        assertThat(window.check(501)).isTrue();
        window.floor(400);
        assertThat(window.check(450)).isFalse();
    }

    @Test
    void shouldGoBackToTheFloorWhenTrueCountersWouldBeTooOld() {
        window.commit(499);
        window.commit(Long.MAX_VALUE - 5);

        window.floor(500);

        assertThat(window.check(499)).isFalse();
        assertThat(window.check(501)).isTrue();
        window.commit(501);
        assertThat(window.check(501)).isFalse();
        window.commit(Long.MAX_VALUE - 5);
        window.floor(500);
        assertThat(window.check(502)).isTrue();
    }

    @Test
    void shouldForgetAFloorButNotWhatItSaw() {
        window.commit(3);
        window.floor(1_000_000);

        window.liftFloor();

        assertThat(window.check(3)).isFalse();
        assertThat(window.check(4)).isTrue();
    }

    /** A packet may overtake the one that tells of the floor. */
    @Test
    void shouldRememberWhatIsSeenAboveTheFloor() {
        window.commit(502);

        window.floor(500);

        assertThat(window.check(502)).isFalse();
        assertThat(window.check(501)).isTrue();
    }

    @Test
    void shouldRefuseToCommitAReplay() {
        window.commit(7);

        assertThatIllegalStateException().isThrownBy(() -> window.commit(7)).withMessageContaining("7");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, (1 << 20) + 1})
    void shouldRefuseAWindowOutOfRange(int size) {
        assertThatIllegalArgumentException().isThrownBy(() -> new AntiReplayWindow(size));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 63, 64, 65, 128, 1024})
    void shouldAgreeWithASetOfAllCountersSeen(int size) {
        Random random = new Random(size);
        AntiReplayWindow subject = new AntiReplayWindow(size);
        Set<Long> seen = new HashSet<>();
        long highest = 0;
        for (int i = 0; i < 50_000; i++) {
            long counter = Math.max(1, highest - 2L * size + random.nextInt(3 * size + 70));
            boolean expected = counter > highest || (highest - counter < size && !seen.contains(counter));
            assertThat(subject.check(counter)).as("counter %d, highest %d", counter, highest).isEqualTo(expected);
            if (expected && random.nextBoolean()) {
                subject.commit(counter);
                seen.add(counter);
                highest = Math.max(highest, counter);
            }
        }
    }
}
