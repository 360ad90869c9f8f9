package io.trackmc.proto.buffer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PacketRingTest {

    private static final int CAPACITY = 8;
    private static final int SLOT_BYTES = 100;

    private final PacketRing ring = new PacketRing(CAPACITY, SLOT_BYTES);

    @Test
    void shouldKeepAPacketUntilOneCapacityLater() {
        put(3, (byte) 1, 10);

        assertThat(ring.contains(3)).isTrue();
        assertThat(ring.contains(3 + CAPACITY)).isFalse();
        assertThat(ring.bytes(3)[0]).isEqualTo((byte) 1);
        assertThat(ring.length(3)).isEqualTo(10);

        put(3 + CAPACITY, (byte) 2, 20);

        assertThat(ring.contains(3)).isFalse();
        assertThat(ring.bytes(3 + CAPACITY)[0]).isEqualTo((byte) 2);
        assertThat(ring.length(3 + CAPACITY)).isEqualTo(20);
    }

    @Test
    void shouldHoldNeitherOldNorNewBetweenClaimAndCommit() {
        put(5, (byte) 1, 10);

        ring.claim(5 + CAPACITY);

        assertThat(ring.contains(5)).isFalse();
        assertThat(ring.contains(5 + CAPACITY)).isFalse();
        assertThatThrownBy(() -> ring.bytes(5)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldReuseTheArrayOfASlot() {
        byte[] first = ring.claim(1);

        assertThat(ring.claim(1 + CAPACITY)).isSameAs(first);
        assertThat(ring.claim(2)).isNotSameAs(first);
    }

    @Test
    void shouldGiveRoomForPacketAndDigest() {
        assertThat(ring.claim(1)).hasSize(SLOT_BYTES + PacketRing.DIGEST_BYTES);
    }

    @Test
    void shouldEvictOnlyWhatIsThere() {
        put(4, (byte) 1, 10);

        ring.evict(4 + CAPACITY);
        assertThat(ring.contains(4)).isTrue();

        ring.evict(4);
        assertThat(ring.contains(4)).isFalse();
    }

    @Test
    void shouldForgetEverythingOnClear() {
        for (long s = 1; s <= CAPACITY; s++) {
            put(s, (byte) s, 1);
        }

        ring.clear();

        for (long s = 1; s <= CAPACITY; s++) {
            assertThat(ring.contains(s)).isFalse();
        }
    }

    @Test
    void shouldNotClaimToHoldSequenceZero() {
        assertThat(ring.contains(0)).isFalse();
    }

    @Test
    void shouldWorkNearTheHighestSequence() {
        put(Long.MAX_VALUE, (byte) 9, 3);

        assertThat(ring.contains(Long.MAX_VALUE)).isTrue();
        assertThat(ring.contains(Long.MAX_VALUE - CAPACITY)).isFalse();
    }

    @Test
    void shouldRefuseACapacityThatIsNoPowerOfTwo() {
        assertThatThrownBy(() -> new PacketRing(6, 10)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new PacketRing(0, 10)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldTakeWhatWasReleasedBeforeItMakesMore() {
        byte[] first = ring.claim(1);
        ring.commit(1, 10);
        byte[] second = ring.claim(2);

        ring.release(1);
        ring.release(2);

        assertThat(ring.contains(1)).isFalse();
        assertThat(ring.claim(3)).isSameAs(second);
        assertThat(ring.claim(4)).isSameAs(first);
        assertThat(ring.claim(5)).isNotSameAs(first).isNotSameAs(second);
    }

    @Test
    void shouldNeverHaveMoreArraysThanSlots() {
        Set<byte[]> arrays = Collections.newSetFromMap(new IdentityHashMap<>());
        for (long s = 1; s <= 10 * CAPACITY; s++) {
            arrays.add(ring.claim(s));
            ring.commit(s, 1);
            if (s % CAPACITY == 0) {
                for (long old = s - CAPACITY + 1; old <= s; old++) {
                    ring.release(old);
                }
            }
        }
        assertThat(arrays).hasSize(CAPACITY);
    }

    @Test
    void shouldNotReleaseWhatIsNewer() {
        put(1 + CAPACITY, (byte) 7, 10);

        ring.release(1);

        assertThat(ring.contains(1 + CAPACITY)).isTrue();
        assertThat(ring.bytes(1 + CAPACITY)[0]).isEqualTo((byte) 7);
    }

    private void put(long sequence, byte mark, int length) {
        ring.claim(sequence)[0] = mark;
        ring.commit(sequence, length);
    }

    @Test
    void shouldKeepApartAllThatIsLessThanACapacityAway() {
        put(CAPACITY + 2, (byte) 1, 1);
        put(2 * CAPACITY + 1, (byte) 2, 1);
        put(CAPACITY + 6, (byte) 3, 1);

        assertThat(ring.bytes(CAPACITY + 2)[0]).isEqualTo((byte) 1);
        assertThat(ring.bytes(2 * CAPACITY + 1)[0]).isEqualTo((byte) 2);
        assertThat(ring.bytes(CAPACITY + 6)[0]).isEqualTo((byte) 3);
    }

    @Test
    void shouldLeaveWhatIsBeingWrittenWhereItIs() {
        byte[] written = ring.claim(1);
        written[0] = 9;
        ring.claim(5);
        ring.commit(1, 1);

        assertThat(ring.bytes(1)).isSameAs(written);
        assertThat(ring.bytes(1)[0]).isEqualTo((byte) 9);
    }

    @Test
    void shouldGiveBackOnlyWhenNothingIsHere() {
        put(1, (byte) 1, 10);
        ring.trim();
        assertThat(ring.contains(1)).isTrue();

        ring.release(1);
        ring.trim();
        assertThat(ring.contains(1)).isFalse();
        put(3, (byte) 3, 10);
        assertThat(ring.bytes(3)[0]).isEqualTo((byte) 3);
    }

    @Test
    void shouldShareArraysWithOtherRings() {
        PacketPool pool = new PacketPool(SLOT_BYTES + PacketRing.DIGEST_BYTES);
        PacketRing one = new PacketRing(CAPACITY, pool);
        PacketRing other = new PacketRing(CAPACITY, pool);
        byte[] array = one.claim(1);
        byte[] second = one.claim(2);
        one.release(1);

        assertThat(other.claim(1)).isSameAs(array).isNotSameAs(second);
        assertThat(one.claim(3)).isNotSameAs(array);
    }

    @Test
    void shouldFitArraysToPackets() {
        PacketRing fitting = PacketRing.fitting(CAPACITY, SLOT_BYTES * 100);
        byte[] small = fitting.claim(1, 10);
        byte[] large = fitting.claim(1, 1_000);

        assertThat(small).hasSizeBetween(10 + PacketRing.DIGEST_BYTES, 200);
        assertThat(large).hasSizeBetween(1_000 + PacketRing.DIGEST_BYTES, 1_200);
        assertThat(fitting.claim(1, 900)).isSameAs(large);
        assertThat(fitting.claim(2)).hasSize(SLOT_BYTES * 100 + PacketRing.DIGEST_BYTES);
    }
}
