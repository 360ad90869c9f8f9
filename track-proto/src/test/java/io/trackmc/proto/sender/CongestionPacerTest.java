package io.trackmc.proto.sender;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.trackmc.proto.engine.FlowConfig;
import io.trackmc.proto.engine.ProtocolConfig;
import io.trackmc.proto.rate.RttEstimator;
import io.trackmc.proto.testing.Overflow;
import io.trackmc.proto.time.Deadlines;
import io.trackmc.proto.tree.TestChildren;
import io.trackmc.proto.wire.CongestionControl;
import io.trackmc.proto.wire.SessionRules;
import io.trackmc.proto.wire.TrackMessage;
import org.junit.jupiter.api.Test;

class CongestionPacerTest {

    private static final long MS = 1_000_000;
    private static final int PACKET = 1_408;
    private static final int RTT_US = 1_000;
    private static final long RATE = 1_408_000;
    private static final int SLOW = 10;
    private static final int FAST = 11;

    private final TestChildren children = new TestChildren(8);
    private long nowNs = Overflow.in(700 * MS);

    @Test
    void shouldNotPaceASessionWithoutCongestionControl() {
        CongestionPacer pacer = pacer(SessionRules.DEFAULT);
        for (int i = 0; i < 1_000; i++) {
            assertThat(pacer.isOpen(nowNs)).isTrue();
            pacer.sent(nowNs, PACKET);
        }
        tell(FAST, RATE);
        pacer.onReport(nowNs);
        assertThat(pacer.bytesPerSecond()).isZero();
        assertThat(pacer.deadlineNs()).isEqualTo(Deadlines.NONE);
    }

    @Test
    void shouldKeepToTheSlowestPath() {
        CongestionPacer pacer = active();
        tell(FAST, 4 * RATE);
        pacer.onReport(nowNs);
        tell(SLOW, RATE);
        pacer.onReport(nowNs);

        assertThat(pacer.bytesPerSecond()).isEqualTo(RATE);
        assertThat(pacer.limit().limiter()).isEqualTo(SLOW + 1_000);
        assertThat(packetsIn(pacer, 500)).isCloseTo(500, within(10));
    }

    @Test
    void shouldCountRepairs() {
        CongestionPacer pacer = active();
        tell(SLOW, RATE);
        pacer.onReport(nowNs);
        for (int i = 0; i < 100; i++) {
            pacer.sent(nowNs, PACKET);
        }
        assertThat(packetsIn(pacer, 200)).isCloseTo(100, within(10));
    }

    @Test
    void shouldHalveWhenTheSlowestFallsSilentAndGoOnWithTheNextWhenItIsGone() {
        CongestionPacer pacer = active();
        tell(SLOW, RATE);
        pacer.onReport(nowNs);
        long toldNs = nowNs;
        for (int i = 0; i < 70; i++) {
            nowNs += 10 * MS;
            tell(FAST, 4 * RATE);
            pacer.onReport(nowNs);
            pacer.onTimeout(nowNs);
        }
        assertThat(pacer.limit().limiter()).as("%d ms after", (nowNs - toldNs) / MS).isEqualTo(SLOW + 1_000);
        assertThat(pacer.bytesPerSecond()).isEqualTo(RATE / 4);

        nowNs = toldNs + 800 * MS;
        pacer.onReport(nowNs);

        assertThat(pacer.limit().limiter()).isEqualTo(FAST + 1_000);
    }

    /** A window in the time after which slow receivers are sent away: whoever asks for less cannot have it. */
    @Test
    void shouldNotLetAReceiverAskForLessThanThePolicyTolerates() {
        ProtocolConfig config = ProtocolConfig.lan()
                .withFlow(new FlowConfig(FlowConfig.SlowReceiver.EJECT, 5_000 * MS, 0));
        CongestionPacer pacer = new CongestionPacer(SessionRules.DEFAULT.with(CongestionControl.TFMCC),
                children.table(), new RttEstimator(RTT_US * 1_000L, 1, 1_000 * MS), config, 44 * PACKET);
        assertThat(pacer.isOpen(nowNs)).isTrue();
        tell(SLOW, 1);
        pacer.onReport(nowNs);

        assertThat(pacer.bytesPerSecond()).isEqualTo(2_048 * PACKET / 5);
    }

    @Test
    void shouldBeginAnewWhenNobodyTellsAnything() {
        CongestionPacer pacer = active();
        long start = pacer.bytesPerSecond();
        tell(SLOW, RATE);
        pacer.onReport(nowNs);
        long endNs = nowNs + 1_000 * MS;
        while (nowNs - endNs < 0 && pacer.deadlineNs() != Deadlines.NONE) {
            nowNs = pacer.deadlineNs();
            pacer.onTimeout(nowNs);
        }
        assertThat(pacer.bytesPerSecond()).isEqualTo(start);
        assertThat(pacer.deadlineNs()).isEqualTo(Deadlines.NONE);
    }

    private CongestionPacer active() {
        CongestionPacer pacer = pacer(SessionRules.DEFAULT.with(CongestionControl.TFMCC));
        assertThat(pacer.isOpen(nowNs)).isTrue();
        return pacer;
    }

    private CongestionPacer pacer(SessionRules rules) {
        return new CongestionPacer(rules, children.table(), new RttEstimator(RTT_US * 1_000L, 1, 1_000 * MS),
                ProtocolConfig.lan(), 44 * PACKET);
    }

    private void tell(int child, long rate) {
        children.tell(child, nowNs, new TrackMessage().rate(rate, child + 1_000, RTT_US, 50));
    }

    private int packetsIn(CongestionPacer pacer, int millis) {
        int packets = 0;
        for (long endNs = nowNs + millis * MS; nowNs - endNs < 0;) {
            if (pacer.isOpen(nowNs)) {
                pacer.sent(nowNs, PACKET);
                packets++;
            } else {
                nowNs = pacer.openAtNs();
            }
        }
        return packets;
    }
}
