package io.trackmc.proto.event;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DurationBucketsTest {

    private final DurationBuckets durations = new DurationBuckets();

    @Test
    void shouldPutATimeIntoTheFirstBucketThatReachesIt() {
        durations.record(-1);
        durations.record(250_000);
        durations.record(250_001);
        durations.record(8_192_000_000L);
        durations.record(8_192_000_001L);
        long[] counts = durations.counts();
        assertThat(counts).hasSameSizeAs(DurationBuckets.bounds());
        assertThat(counts[0]).isEqualTo(2);
        assertThat(counts[1]).isOne();
        assertThat(counts[15]).isOne();
        assertThat(counts[16]).isOne();
        assertThat(DurationBuckets.bounds()).startsWith(0.00025, 0.0005).endsWith(8.192, Double.POSITIVE_INFINITY);
        assertThat(durations.sum()).isEqualTo(16.384500002);
    }
}
