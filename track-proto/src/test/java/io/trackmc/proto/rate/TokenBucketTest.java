package io.trackmc.proto.rate;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.testing.Overflow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenBucketTest {

    private static final long SECOND = 1_000_000_000L;
    private static final long T0 = Overflow.in(1_000);
    private static final int PACKET = 1_000;

    @Test
    void shouldLetEverythingThroughWithoutALimit() {
        TokenBucket bucket = new TokenBucket(0, PACKET);
        for (int i = 0; i < 1_000_000; i++) {
            assertThat(bucket.isOpen(T0)).isTrue();
            bucket.take(T0, PACKET);
        }
    }

    @Test
    void shouldAllowTheBurstAndOneMorePacketAtOnce() {
        TokenBucket bucket = new TokenBucket(1_000_000, 10 * PACKET);

        assertThat(packetsAt(bucket, T0)).isEqualTo(11);
        assertThat(bucket.openAtNs()).isEqualTo(T0 + SECOND / 1_000);
    }

    @Test
    void shouldOpenExactlyWhenItSays() {
        TokenBucket bucket = new TokenBucket(1_000_000, 3 * PACKET);
        packetsAt(bucket, T0);

        long openAtNs = bucket.openAtNs();

        assertThat(bucket.isOpen(openAtNs - 1)).isFalse();
        assertThat(bucket.isOpen(openAtNs)).isTrue();
    }

    @Test
    void shouldPayOffWhatWasTakenAtTheNewRate() {
        TokenBucket bucket = new TokenBucket(1_000_000, 0);
        bucket.take(T0, 100 * PACKET);
        long slowNs = bucket.openAtNs() - T0;

        bucket.rate(T0, 2_000_000, 0);
        assertThat(bucket.openAtNs() - T0).isEqualTo(slowNs / 2);
        bucket.rate(T0, 500_000, 0);
        assertThat(bucket.openAtNs() - T0).isEqualTo(2 * slowNs);

        bucket.rate(T0, 0, 0);
        assertThat(bucket.isOpen(T0)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {10_000, 1_000_000, 125_000_000, 12_500_000_000L})
    void shouldKeepTheAverage(long bytesPerSecond) {
        TokenBucket bucket = new TokenBucket(bytesPerSecond, 4 * PACKET);
        long nowNs = T0;
        long bytes = 0;
        int packets = 100_000;
        for (int i = 0; i < packets; i++) {
            if (!bucket.isOpen(nowNs)) {
                nowNs = bucket.openAtNs();
            }
            bucket.take(nowNs, PACKET);
            bytes += PACKET;
        }

        double seconds = (double) (nowNs - T0) / SECOND;
        assertThat(bytes - 5 * PACKET).isLessThanOrEqualTo((long) (bytesPerSecond * seconds * 1.02) + PACKET);
        assertThat(bytes).isGreaterThanOrEqualTo((long) (bytesPerSecond * seconds * 0.98));
    }

    @Test
    void shouldNotSaveUpMoreThanTheBurst() {
        TokenBucket bucket = new TokenBucket(1_000_000, 10 * PACKET);
        packetsAt(bucket, T0);

        assertThat(packetsAt(bucket, T0 + 1_000 * SECOND)).isEqualTo(11);
    }

    @Test
    void shouldOnlyDelayAPacketThatIsLargerThanTheBurst() {
        TokenBucket bucket = new TokenBucket(1_000_000, 100);

        bucket.take(T0, 65_507);
        bucket.take(T0, 1);

        assertThat(bucket.isOpen(T0 + SECOND / 100)).isFalse();
        assertThat(bucket.isOpen(T0 + SECOND / 10)).isTrue();
    }

    @Test
    void shouldNotOverflowWithLargePacketsAndSmallRates() {
        TokenBucket bucket = new TokenBucket(1, Integer.MAX_VALUE);

        bucket.take(T0, 65_507);

        assertThat(bucket.isOpen(T0)).isTrue();
    }

    private static int packetsAt(TokenBucket bucket, long nowNs) {
        int packets = 0;
        while (bucket.isOpen(nowNs)) {
            bucket.take(nowNs, PACKET);
            packets++;
        }
        return packets;
    }
}
