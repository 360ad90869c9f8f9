package io.trackmc.proto.rate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RateReportTest {

    @Test
    void shouldBeBelowNothingAndBelowMore() {
        assertThat(report(9, 0).isBelow(new RateReport())).isTrue();
        assertThat(new RateReport().isBelow(report(9, 0))).isFalse();
        assertThat(report(8, 5).isBelow(report(9, 5))).isTrue();
        assertThat(report(9, 5).isBelow(report(9, 5))).isFalse();
    }

    /** What came through a path without loss says only how fast the sender may start; it must not hide one that has losses. */
    @Test
    void shouldPutLossesBeforeWhatOnlyCameThrough() {
        assertThat(report(900, 5).isBelow(report(8, 0))).isTrue();
        assertThat(report(8, 0).isBelow(report(900, 5))).isFalse();
    }

    @Test
    void shouldTellWhatIsWorthAReportAheadOfTime() {
        assertThat(report(75, 5).isFarBelow(report(100, 5))).isFalse();
        assertThat(report(74, 5).isFarBelow(report(100, 5))).isTrue();
        assertThat(report(200, 5).isFarBelow(report(100, 0))).isTrue();
    }

    @Test
    void shouldNotTakeARoundTripTimeForGrantedThatCannotBe() {
        RateReport report = new RateReport();
        report.set(1, 7, Integer.MAX_VALUE, 0);
        assertThat(report.rttNs()).isEqualTo(10_000_000_000L);
        report.set(1, 7, 0, 0);
        assertThat(report.rttNs()).isPositive();
    }

    private static RateReport report(long rate, int lossInterval) {
        RateReport report = new RateReport();
        report.set(rate, 7, 100, lossInterval);
        return report;
    }
}
