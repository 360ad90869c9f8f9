package io.trackmc.net.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.lang.management.ManagementFactory;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MessageRingTest {

    private static final int CAPACITY = MessageRing.MIN_CAPACITY;
    private static final int HEADER = 16;
    private static final int LARGEST_IN_RING = CAPACITY / 2 - HEADER;

    private final MessageRing ring = new MessageRing(CAPACITY);

    @Test
    void shouldGiveBackWhatWasOffered() {
        byte[] message = bytes(100, 1);
        assertThat(ring.offer(7, -5L, message, 10, 80)).isTrue();
        assertThat(ring.peek()).isTrue();
        assertThat(ring.kind()).isEqualTo(7);
        assertThat(ring.tag()).isEqualTo(-5L);
        assertThat(peeked()).isEqualTo(Arrays.copyOfRange(message, 10, 90));
        ring.take();
        assertThat(ring.peek()).isFalse();
        assertThat(ring.isEmpty()).isTrue();
    }

    @Test
    void shouldShowTheSameMessageUntilItIsTaken() {
        ring.offer(1, 0, bytes(10, 1), 0, 10);
        ring.offer(2, 0, bytes(10, 2), 0, 10);
        assertThat(ring.peek()).isTrue();
        assertThat(ring.peek()).isTrue();
        assertThat(ring.kind()).isEqualTo(1);
    }

    @Test
    void shouldCarryEmptyMessages() {
        ring.offer(3, 0, new byte[0], 0, 0);
        assertThat(ring.peek()).isTrue();
        assertThat(ring.length()).isZero();
        ring.take();
        assertThat(ring.isEmpty()).isTrue();
    }

    @Test
    void shouldRefuseWhenFullAndTakeAgainWhenThereIsRoom() {
        byte[] message = bytes(240, 1); // 256 bytes with its header
        int count = 0;
        while (ring.offer(0, count, message, 0, message.length)) {
            count++;
        }
        assertThat(count).isEqualTo(CAPACITY / 256);
        assertThat(ring.freeBytes()).isZero();
        assertThat(ring.hasRoomFor(0)).isFalse();
        ring.peek();
        ring.take();
        assertThat(ring.hasRoomFor(240)).isTrue();
        assertThat(ring.hasRoomFor(241)).isFalse();
        assertThat(ring.isHalfFree()).isFalse();
        assertThat(ring.offer(0, 0, message, 0, message.length)).isTrue();
    }

    @Test
    void shouldAlwaysTakeTheLargestMessageWhenEmpty() {
        for (int i = 0; i < 3 * CAPACITY / HEADER; i++) {
            ring.offer(0, 0, new byte[0], 0, 0);
            ring.peek();
            ring.take();
            assertThat(ring.offer(0, 0, bytes(LARGEST_IN_RING, i), 0, LARGEST_IN_RING)).isTrue();
            assertThat(ring.peek()).isTrue();
            assertThat(peeked()).isEqualTo(bytes(LARGEST_IN_RING, i));
            ring.take();
        }
    }

    @Test
    void shouldTakeOneOversizeMessageAtATime() {
        byte[] large = bytes(10 * CAPACITY, 1);
        assertThat(ring.hasRoomFor(large.length)).isTrue();
        assertThat(ring.offer(1, 11, large, 0, large.length)).isTrue();
        assertThat(ring.hasRoomFor(large.length)).isFalse();
        assertThat(ring.offer(2, 12, large, 0, large.length)).isFalse();
        assertThat(ring.offer(3, 13, bytes(5, 3), 0, 5)).isTrue();
        assertThat(ring.peek()).isTrue();
        assertThat(ring.kind()).isEqualTo(1);
        assertThat(ring.tag()).isEqualTo(11);
        assertThat(peeked()).isEqualTo(large);
        ring.take();
        assertThat(ring.offer(4, 14, large, 1, large.length - 1)).isTrue();
        assertThat(ring.peek()).isTrue();
        assertThat(peeked()).isEqualTo(bytes(5, 3));
        ring.take();
        assertThat(ring.peek()).isTrue();
        assertThat(ring.length()).isEqualTo(large.length - 1);
    }

    @Test
    void shouldShowAClaimedMessageOnlyOnceItIsCommitted() {
        for (int length : new int[] {0, 10, LARGEST_IN_RING, 3 * CAPACITY}) {
            byte[] message = bytes(length, length);
            assertThat(ring.claim(length)).isTrue();
            System.arraycopy(message, 0, ring.claimedBytes(), ring.claimedOffset(), length);
            assertThat(ring.peek()).isFalse();
            ring.commit(5, 50);
            assertThat(ring.peek()).isTrue();
            assertThat(ring.kind()).isEqualTo(5);
            assertThat(ring.tag()).isEqualTo(50);
            assertThat(peeked()).isEqualTo(message);
            ring.take();
        }
    }

    @Test
    void shouldForgetAClaimThatWasNotCommitted() {
        ring.offer(1, 0, bytes(LARGEST_IN_RING, 1), 0, LARGEST_IN_RING);
        ring.peek();
        ring.take();
        ring.offer(1, 0, bytes(300, 1), 0, 300);
        assertThat(ring.claim(LARGEST_IN_RING)).isTrue(); // at the beginning of the array, because it does not fit at the end
        assertThat(ring.claim(3 * CAPACITY)).isTrue();
        assertThat(ring.claim(20)).isTrue();
        System.arraycopy(bytes(20, 9), 0, ring.claimedBytes(), ring.claimedOffset(), 20);
        ring.commit(2, 0);
        ring.peek();
        assertThat(ring.kind()).isOne();
        ring.take();
        assertThat(ring.peek()).isTrue();
        assertThat(ring.kind()).isEqualTo(2);
        assertThat(peeked()).isEqualTo(bytes(20, 9));
        ring.take();
        assertThat(ring.isEmpty()).isTrue();
        assertThat(ring.hasRoomFor(3 * CAPACITY)).isTrue();
    }

    @Test
    void shouldRefuseAClaimWhenThereIsNoRoom() {
        while (ring.offer(0, 0, bytes(500, 1), 0, 500)) {
            // until it is full
        }
        assertThat(ring.claim(500)).isFalse();
    }

    @Test
    void shouldBehaveLikeABoundedQueue() {
        SplittableRandom random = new SplittableRandom(7);
        Deque<byte[]> model = new ArrayDeque<>();
        for (int step = 0; step < 200_000; step++) {
            if (random.nextInt(100) < 55) {
                int length = random.nextInt(10) == 0 ? random.nextInt(LARGEST_IN_RING + 400) : random.nextInt(300);
                byte[] message = bytes(length, step);
                boolean room = ring.hasRoomFor(length);
                assertThat(ring.offer(step & 0xFFFF, step, message, 0, length)).isEqualTo(room);
                if (room) {
                    model.add(message);
                }
            } else {
                assertThat(ring.peek()).isEqualTo(!model.isEmpty());
                if (!model.isEmpty()) {
                    assertThat(peeked()).isEqualTo(model.remove());
                    ring.take();
                }
            }
        }
    }

    @Test
    void shouldRefuseCapacitiesThatAreNoPowersOfTwoOrOutOfRange() {
        assertThatIllegalArgumentException().isThrownBy(() -> new MessageRing(CAPACITY + 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new MessageRing(CAPACITY / 2));
        assertThatIllegalArgumentException().isThrownBy(() -> new MessageRing(Integer.MIN_VALUE));
    }

    @Test
    void shouldAllocateNothingForAMessage() {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        byte[] small = bytes(200, 1);
        byte[] large = bytes(CAPACITY, 2);
        pass(small, 20_000);
        pass(large, 2_000);
        long before = threads.getCurrentThreadAllocatedBytes();
        pass(small, 20_000);
        pass(large, 2_000);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(allocated).isLessThan(1000); // the call that measures it allocates a little itself
    }

    private void pass(byte[] message, int times) {
        for (int i = 0; i < times; i++) {
            ring.offer(0, i, message, 0, message.length);
            ring.peek();
            ring.take();
        }
    }

    private byte[] peeked() {
        return Arrays.copyOfRange(ring.bytes(), ring.offset(), ring.offset() + ring.length());
    }

    private static byte[] bytes(int length, int seed) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (31 * i + seed);
        }
        return bytes;
    }
}
