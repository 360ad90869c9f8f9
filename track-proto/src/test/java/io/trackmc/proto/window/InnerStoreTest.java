package io.trackmc.proto.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class InnerStoreTest {

    private static final int CAPACITY = 16;
    private static final int INNER_BYTES = 50;

    private final InnerStore store = new InnerStore(CAPACITY, INNER_BYTES);

    @Test
    void shouldKeepTheNewestOnes() {
        for (long s = 1; s <= CAPACITY + 5; s++) {
            put(s);
        }

        for (long s = 1; s <= CAPACITY + 5; s++) {
            assertThat(store.contains(s)).as("sequence %d", s).isEqualTo(s > 5);
        }
        assertThat(store.capacity()).isEqualTo(CAPACITY);
    }

    @Test
    void shouldKeepInnerAndDigestTogether() {
        byte[] slot = put(7);
        slot[7] = 42;

        assertThat(store.bytes(7)[0]).isEqualTo((byte) 7);
        assertThat(store.bytes(7)[7]).isEqualTo((byte) 42);
        assertThat(store.length(7)).isEqualTo(7);
    }

    @Test
    void shouldHoldNothingAtSequenceZeroOrBelow() {
        put(16);

        assertThat(store.contains(0)).isFalse();
        assertThat(store.contains(-16)).isFalse();
    }

    @Test
    void shouldForgetWhatIsEvictedOrCleared() {
        put(3);
        put(4);

        store.evict(3);
        assertThat(store.contains(3)).isFalse();
        assertThatThrownBy(() -> store.bytes(3)).isInstanceOf(IllegalStateException.class);
        assertThat(store.contains(4)).isTrue();

        store.clear();
        assertThat(store.contains(4)).isFalse();
    }

    private byte[] put(long sequence) {
        byte[] slot = store.claim(sequence);
        slot[0] = (byte) sequence;
        store.commit(sequence, (int) sequence);
        return slot;
    }
}
