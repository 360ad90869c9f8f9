package io.trackmc.proto.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DirectRepairsTest {

    private final DirectRepairs repairs = new DirectRepairs();

    @Test
    void shouldGiveBackEachRepairOnceInOrder() {
        assertThat(repairs.add(5, 1)).isTrue();
        assertThat(repairs.add(5, 2)).isTrue();
        assertThat(repairs.add(5, 1)).isFalse();
        assertThat(repairs.add(4, 1)).isTrue();

        assertThat(take()).isEqualTo("5 to 1");
        assertThat(take()).isEqualTo("5 to 2");
        assertThat(take()).isEqualTo("4 to 1");
        assertThat(repairs.isEmpty()).isTrue();
        assertThat(repairs.add(5, 1)).isTrue();
    }

    @Test
    void shouldRefuseMoreThanItsCapacity() {
        for (int round = 0; round < 3; round++) {
            for (int s = 1; s <= DirectRepairs.CAPACITY; s++) {
                assertThat(repairs.add(s, 0)).isTrue();
            }
            assertThat(repairs.add(1, 1)).isFalse();
            take();
            assertThat(repairs.add(1, 1)).isTrue();
            repairs.clear();
            assertThat(repairs.isEmpty()).isTrue();
        }
    }

    private String take() {
        String repair = repairs.sequence() + " to " + repairs.child();
        repairs.remove();
        return repair;
    }
}
