package io.trackmc.proto.repairhead;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.testing.Overflow;
import io.trackmc.proto.wire.TrackMessage;
import org.junit.jupiter.api.Test;

class SenderEchoTest {

    private static final long US = 1_000;
    private static final long T0 = Overflow.in(30 * US);

    private final SenderEcho echo = new SenderEcho();
    private final TrackMessage track = new TrackMessage();

    @Test
    void shouldSayNothingWithoutAnEcho() {
        assertThat(at(T0).hasSenderEcho()).isFalse();
    }

    @Test
    void shouldAddTheTimeThatItHeldATimestamp() {
        echo.own(T0, 1_000);

        assertThat(at(T0 + 70 * US).senderEcho()).isEqualTo(1_070);
    }

    @Test
    void shouldReportTheOldestOfTheSubtree() {
        echo.child(T0, 5_000);
        echo.child(T0 + 10 * US, 4_000);
        echo.child(T0 + 20 * US, 4_500);

        assertThat(at(T0 + 50 * US).senderEcho()).isEqualTo(4_040);
    }

    @Test
    void shouldCompareAcrossTheWrapOfTimestamps() {
        echo.child(T0, 5);
        echo.child(T0, -5);

        assertThat(at(T0).senderEcho()).isEqualTo(-5);
    }

    @Test
    void shouldKeepTheFirstOfItsOwnBetweenTwoTracks() {
        echo.own(T0, 1_000);
        echo.own(T0 + 500 * US, 1_500);

        assertThat(at(T0 + 600 * US).senderEcho()).isEqualTo(1_600);
    }

    @Test
    void shouldBeginAnewAfterEachTrack() {
        echo.child(T0, 1_000);
        at(T0);

        assertThat(at(T0 + 1).hasSenderEcho()).isFalse();
        echo.child(T0 + 2, 9_000);
        assertThat(at(T0 + 2).senderEcho()).isEqualTo(9_000);
    }

    private TrackMessage at(long nowNs) {
        track.reset();
        echo.fill(nowNs, track);
        return track;
    }
}
