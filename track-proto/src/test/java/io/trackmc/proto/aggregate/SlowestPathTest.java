package io.trackmc.proto.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.testing.Overflow;
import io.trackmc.proto.tree.TestChildren;
import io.trackmc.proto.wire.TrackMessage;
import org.junit.jupiter.api.Test;

class SlowestPathTest {

    private static final long MS = 1_000_000;
    private static final long IDLE_NS = 100 * MS;
    private static final int FAR_US = 200_000;
    private static final int NEAR_US = 200;

    private final TestChildren children = new TestChildren(8);
    private final SlowestPath slowest = new SlowestPath(children.table(), IDLE_NS);
    private final long nowNs = Overflow.in(500 * MS);

    @Test
    void shouldFindNothingWhereNobodyTells() {
        assertThat(slowest.find(nowNs).isTold()).isFalse();
        children.tell(100, nowNs, new TrackMessage());
        assertThat(slowest.find(nowNs).isTold()).isFalse();
    }

    @Test
    void shouldFindTheLeastOfThoseThatLose() {
        children.tell(10, nowNs, rate(900, 77, 3));
        children.tell(11, nowNs + 1, rate(800, 78, 4));
        children.tell(12, nowNs, rate(500, 79, 0));

        assertThat(slowest.find(nowNs + 2).rate()).isEqualTo(800);
        assertThat(slowest.report().limiter()).isEqualTo(78);
        assertThat(slowest.report().lossInterval()).isEqualTo(4);
        assertThat(slowest.atNs()).isEqualTo(nowNs + 1);
    }

    /** A receiver tells of itself, whomever it names. */
    @Test
    void shouldNotLetAReceiverSpeakForAnother() {
        children.tell(100, nowNs, rate(900, 101, 3));

        assertThat(slowest.find(nowNs).limiter()).isEqualTo(100);
    }

    @Test
    void shouldForgetWhatIsOldAndGoOnWithTheNext() {
        children.tell(10, nowNs, rate(800, 77, 3));
        children.tell(11, nowNs + 500 * MS, rate(900, 78, 3));

        assertThat(slowest.find(nowNs + 8 * IDLE_NS - 1).limiter()).isEqualTo(77);
        assertThat(slowest.find(nowNs + 8 * IDLE_NS).limiter()).isEqualTo(78);
    }

    @Test
    void shouldKeepWhatComesFromFarLonger() {
        children.tell(10, nowNs, new TrackMessage().rate(800, 77, FAR_US, 3));

        assertThat(slowest.find(nowNs + 1_999 * MS).isTold()).isTrue();
        assertThat(slowest.find(nowNs + 2_000 * MS).isTold()).isFalse();
    }

    @Test
    void shouldForgetAChildThatIsGone() {
        children.tell(10, nowNs, rate(800, 77, 3));
        children.lose(children.table().settled(10));

        assertThat(slowest.find(nowNs).isTold()).isFalse();
    }

    private static TrackMessage rate(long bytesPerSecond, int limiter, int lossInterval) {
        return new TrackMessage().rate(bytesPerSecond, limiter, NEAR_US, lossInterval);
    }
}
