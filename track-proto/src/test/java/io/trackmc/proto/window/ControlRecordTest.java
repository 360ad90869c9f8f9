package io.trackmc.proto.window;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ControlRecordTest {

    private final ControlRecord record = new ControlRecord(100);

    @Test
    void shouldBeEmptyAtFirst() {
        assertThat(record.sequence()).isZero();
        assertThat(record.length()).isZero();
    }

    @Test
    void shouldCopyWhatItIsGiven() {
        byte[] source = {0, 0, 1, 2, 3};
        byte[] digest = new byte[40];
        digest[5] = 77;

        record.set(9, source, 2, 3, digest, 5);
        source[2] = 99;
        digest[5] = 0;

        assertThat(record.sequence()).isEqualTo(9);
        assertThat(record.length()).isEqualTo(3);
        assertThat(record.inner()).startsWith(1, 2, 3);
        assertThat(record.digest()).hasSize(32).startsWith(77);
    }

    @Test
    void shouldReplaceALongerRecordByAShorterOne() {
        record.set(1, new byte[] {1, 1, 1, 1}, 0, 4, new byte[32], 0);
        record.set(2, new byte[] {2}, 0, 1, new byte[32], 0);

        assertThat(record.sequence()).isEqualTo(2);
        assertThat(record.length()).isEqualTo(1);
        assertThat(record.inner()[0]).isEqualTo((byte) 2);
    }

    @Test
    void shouldForgetOnClear() {
        record.set(1, new byte[4], 0, 4, new byte[32], 0);

        record.clear();

        assertThat(record.sequence()).isZero();
        assertThat(record.length()).isZero();
    }
}
