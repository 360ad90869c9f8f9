package io.trackmc.receiver;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CheckpointsTest {

    private final Checkpoints checkpoints = new Checkpoints();

    @Test
    void shouldBeThroughWithASequenceWhenAllItsRecordsAre() {
        checkpoints.add(3, 10);
        checkpoints.add(5, 20);
        assertThat(checkpoints.through(2)).isEqualTo(-1);
        assertThat(checkpoints.through(4)).isEqualTo(10);
        assertThat(checkpoints.through(4)).isEqualTo(-1);
        assertThat(checkpoints.through(5)).isEqualTo(20);
    }

    @Test
    void shouldRaiseTheSequenceWhereNoRecordCameBetween() {
        checkpoints.add(0, 0);
        checkpoints.add(0, 7);
        assertThat(checkpoints.through(0)).isEqualTo(7);
        checkpoints.add(2, 8);
        checkpoints.add(2, 9);
        assertThat(checkpoints.through(2)).isEqualTo(9);
    }

    @Test
    void shouldRememberMoreThanItHadRoomForAtFirst() {
        for (int round = 0; round < 3; round++) {
            long base = round * 10_000L;
            for (int i = 1; i <= 1000; i++) {
                checkpoints.add(base + i, base + 2L * i);
            }
            for (int i = 1; i <= 1000; i++) {
                assertThat(checkpoints.through(base + i)).isEqualTo(base + 2L * i);
            }
        }
    }

    @Test
    void shouldForgetEverythingWhenCleared() {
        checkpoints.add(1, 1);
        checkpoints.clear();
        assertThat(checkpoints.through(Long.MAX_VALUE)).isEqualTo(-1);
    }
}
