package io.trackmc.receiver;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.engine.EngineEvent.ParentLoss;
import io.trackmc.proto.engine.ProtocolConfig;
import io.trackmc.proto.engine.TreeTiming;
import org.junit.jupiter.api.Test;

class FailoverMeterTest {

    private static final long BEGIN_NS = Long.sum(Long.MAX_VALUE, -5); // the clock overflows meanwhile
    private static final TreeTiming TIMING = ProtocolConfig.lan().tree();
    private static final long DETECTION_NS = TIMING.heartbeatNs() * TIMING.parentMisses();

    private final FailoverMeter meter = new FailoverMeter(TIMING);

    @Test
    void shouldMeasureNothingWithoutALoss() {
        meter.bound(BEGIN_NS);
        assertThat(meter.times()).isNull();
    }

    @Test
    void shouldCountTheSilenceBeforeTheLossWasNoticed() {
        meter.lost(BEGIN_NS, ParentLoss.SILENT);
        meter.bound(BEGIN_NS + 7);
        assertThat(meter.times()).isEqualTo(
                new FailoverTimes(1, DETECTION_NS + 7, DETECTION_NS + 7, DETECTION_NS + 7));
    }

    @Test
    void shouldTellMedianAndExtremes() {
        for (int i = 1; i <= 200; i++) {
            meter.lost(BEGIN_NS, ParentLoss.EJECTED);
            meter.lost(BEGIN_NS + 1, ParentLoss.LOOP);
            meter.bound(BEGIN_NS + i);
        }
        assertThat(meter.times()).isEqualTo(new FailoverTimes(200, 100, 198, 200));
    }

    @Test
    void shouldNotTakeTheNextSessionForAFailover() {
        meter.lost(BEGIN_NS, ParentLoss.SILENT);
        meter.forget();
        meter.bound(BEGIN_NS + 1);
        assertThat(meter.times()).isNull();
    }

    @Test
    void shouldKeepTheNewestAndTheLongest() {
        for (int i = 0; i <= FailoverMeter.KEPT; i++) {
            meter.lost(BEGIN_NS, ParentLoss.RESTARTED);
            meter.bound(BEGIN_NS + (i == 0 ? 1_000 : 1));
        }
        assertThat(meter.times()).isEqualTo(new FailoverTimes(FailoverMeter.KEPT + 1, 1, 1, 1_000));
    }
}
