package io.trackmc.proto.repairhead;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.protect.Incarnation;
import org.junit.jupiter.api.Test;

class ToldCountTest {

    private static final int PARENT = 5;
    private static final int BACKUP = 6;
    private static final Incarnation FIRST = new Incarnation(1, 1);
    private static final Incarnation SECOND = new Incarnation(2, 2);

    private static final long HEARTBEAT_NS = 50;

    private final ToldCount told = new ToldCount();
    private long nowNs = Long.MAX_VALUE - 2 * HEARTBEAT_NS;

    @Test
    void shouldTellItsParentEverythingAgainAndAgain() {
        told.boundTo(PARENT, FIRST);

        assertThat(tell(3)).isEqualTo(3);
        told.boundTo(PARENT, FIRST);
        assertThat(tell(4)).isEqualTo(4);
    }

    @Test
    void shouldNotTellAnotherParentWhatOneWasTold() {
        told.boundTo(PARENT, FIRST);
        tell(3);
        told.boundTo(BACKUP, FIRST);

        assertThat(tell(3)).isZero();
        assertThat(tell(5)).isEqualTo(2);
        told.boundTo(PARENT, SECOND);
        assertThat(tell(6)).isEqualTo(1);
    }

    /** What a dead one is told is lost. */
    @Test
    void shouldTellNothingNewWhileTheParentIsSilent() {
        told.boundTo(PARENT, FIRST);
        tell(2);
        long heardNs = nowNs;
        nowNs += HEARTBEAT_NS;

        assertThat(told.tell(nowNs, 5, heardNs)).isEqualTo(2);
        assertThat(told.tell(nowNs + HEARTBEAT_NS, 5, heardNs)).isEqualTo(2);
        told.boundTo(BACKUP, FIRST);
        assertThat(told.of(5)).isEqualTo(3);
    }

    @Test
    void shouldNotTellMoreThanThereIs() {
        told.boundTo(PARENT, FIRST);
        tell(5);

        assertThat(tell(4)).isEqualTo(4);
    }

    @Test
    void shouldNotTellAgainWhatItHandedOver() {
        told.boundTo(PARENT, FIRST);
        tell(2);
        told.handedOver(told.of(3));
        told.boundTo(PARENT, FIRST);

        assertThat(told.of(3)).isZero();
        assertThat(tell(4)).isEqualTo(1);
    }

    @Test
    void shouldNeverTellLessThanNothingNorOverflow() {
        told.boundTo(PARENT, FIRST);
        tell(Integer.MAX_VALUE);
        told.boundTo(BACKUP, FIRST);
        told.handedOver(Integer.MAX_VALUE);

        assertThat(told.of(0)).isZero();
        assertThat(tell(Integer.MAX_VALUE)).isZero();
    }

    @Test
    void shouldBeginAnewWithAnotherSession() {
        told.boundTo(PARENT, FIRST);
        tell(3);
        told.handedOver(3);

        told.clear();

        assertThat(tell(2)).isEqualTo(2);
    }

    /** A Track, a Heartbeat of the parent, and the Track after it. */
    private int tell(int total) {
        told.tell(nowNs, total, nowNs);
        nowNs += HEARTBEAT_NS;
        return told.tell(nowNs, total, nowNs);
    }
}
