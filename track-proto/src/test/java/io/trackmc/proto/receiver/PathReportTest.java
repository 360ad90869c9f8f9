package io.trackmc.proto.receiver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.trackmc.proto.testing.Overflow;
import io.trackmc.proto.wire.TrackMessage;
import org.junit.jupiter.api.Test;

class PathReportTest {

    private static final long MS = 1_000_000;
    private static final int SELF = 100;
    private static final int BYTES = 1_000;
    private static final long RTT_NS = 10 * MS;

    private final PathReport report = new PathReport(SELF);
    private final TrackMessage track = new TrackMessage();
    private final long startNs = Overflow.in(30 * MS);
    private long next = 1;

    @Test
    void shouldTellTwiceOfWhatComesThroughBeforeTheFirstLoss() {
        begin();
        receive(201);
        report.fill(track);

        assertThat((double) track.allowedRate()).isCloseTo(2_000_000, within(200_000.0));
        assertThat(track.limiter()).isEqualTo(SELF);
        assertThat(track.lossInterval()).isZero();
        assertThat(track.limiterRtt()).isEqualTo((int) (RTT_NS / 1_000));
    }

    @Test
    void shouldTellAtFirstLossWhatCameThrough() {
        begin();
        receive(201);
        report.fill(track);
        next++;
        receive(2);
        assertThat(arrive()).as("urgent").isTrue();
        report.fill(track.noRate());

        assertThat((double) track.allowedRate()).isCloseTo(1_000_000, within(100_000.0));
        assertThat(track.lossInterval()).isPositive();
    }

    /** Four packets in a round trip, as at any beginning: a loss among the first packets says little of the path. */
    @Test
    void shouldNotTellNextToNothingWhenTheFirstPacketsAreLost() {
        begin();
        receive(1);
        next++;
        receive(3);
        report.fill(track);

        assertThat((double) track.allowedRate()).isCloseTo(4 * BYTES * 1e9 / RTT_NS, within(1_000.0));
    }

    private void begin() {
        report.onParent(-1);
        report.onSenderRtt(nowNs(), RTT_NS);
    }

    private void receive(int packets) {
        for (int i = 0; i < packets; i++) {
            arrive();
        }
    }

    /** One packet in a millisecond. */
    private boolean arrive() {
        long sequence = next++;
        return report.onData(startNs + sequence * MS, sequence, BYTES, (int) (sequence * 1_000));
    }

    private long nowNs() {
        return startNs + next * MS;
    }
}
