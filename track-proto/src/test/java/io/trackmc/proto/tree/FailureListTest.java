package io.trackmc.proto.tree;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FailureListTest {

    private static final int MOST = 100;

    private final FailureList list = new FailureList(MOST);

    @Test
    void shouldNameEachNodeOnceInOrder() {
        list.add(7, 1, false);
        list.add(3, 1, false);
        list.add(7, 1, false);

        assertThat(ids()).containsExactly(7, 3);
    }

    @Test
    void shouldTakeOutWhoIsBack() {
        list.add(1, 1, false);
        list.add(2, 1, false);
        list.add(3, 1, false);

        assertThat(list.remove(2)).isEqualTo(1);
        assertThat(list.remove(9)).isZero();

        assertThat(ids()).containsExactly(1, 3);
        list.remove(3);
        list.remove(1);
        assertThat(list.size()).isZero();
    }

    @Test
    void shouldKeepTheReasonsOfThoseThatStay() {
        list.add(1, 1, true);
        list.add(2, 1, false);
        list.add(3, 1, true);
        list.add(4, 1, true);
        list.remove(3);

        assertThat(list.isTooSlow(0)).isTrue();
        assertThat(list.isTooSlow(1)).isFalse();
        assertThat(list.isTooSlow(2)).isTrue();
        assertThat(list.isTooSlow(3)).isFalse();
        list.remove(1);
        list.add(5, 1, false);
        assertThat(list.isTooSlow(0)).isFalse();
        assertThat(list.isTooSlow(1)).isTrue();
        assertThat(list.isTooSlow(2)).isFalse();
    }

    @Test
    void shouldNameNoMoreThanItHasRoomFor() {
        for (int id = 1; id <= MOST + 10; id++) {
            assertThat(list.add(id, 1, false)).isEqualTo(id <= MOST);
        }

        assertThat(list.size()).isEqualTo(MOST);
        assertThat(list.get(MOST - 1)).isEqualTo(MOST);
    }

    @Test
    void shouldForgetEverythingOnClear() {
        list.add(1, 1, false);

        list.clear();

        assertThat(list.size()).isZero();
    }

    private java.util.List<Integer> ids() {
        return java.util.stream.IntStream.range(0, list.size()).map(list::get).boxed().toList();
    }
}
