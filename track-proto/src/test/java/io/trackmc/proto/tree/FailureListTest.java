package io.trackmc.proto.tree;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FailureListTest {

    private final FailureList list = new FailureList();

    @Test
    void shouldNameEachNodeOnceInOrder() {
        list.add(7, 1);
        list.add(3, 1);
        list.add(7, 1);

        assertThat(ids()).containsExactly(7, 3);
    }

    @Test
    void shouldTakeOutWhoIsBack() {
        list.add(1, 1);
        list.add(2, 1);
        list.add(3, 1);

        assertThat(list.remove(2)).isEqualTo(1);
        assertThat(list.remove(9)).isZero();

        assertThat(ids()).containsExactly(1, 3);
        list.remove(3);
        list.remove(1);
        assertThat(list.size()).isZero();
    }

    @Test
    void shouldNameNoMoreThanATrackCanCarry() {
        for (int id = 1; id <= FailureList.CAPACITY + 10; id++) {
            list.add(id, 1);
        }

        assertThat(list.size()).isEqualTo(FailureList.CAPACITY);
        assertThat(list.get(FailureList.CAPACITY - 1)).isEqualTo(FailureList.CAPACITY);
    }

    @Test
    void shouldForgetEverythingOnClear() {
        list.add(1, 1);

        list.clear();

        assertThat(list.size()).isZero();
    }

    private java.util.List<Integer> ids() {
        return java.util.stream.IntStream.range(0, list.size()).map(list::get).boxed().toList();
    }
}
