package io.trackmc.proto.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.testing.Overflow;
import org.junit.jupiter.api.Test;

class RepairQueueTest {

    private static final int CAPACITY = 16;
    private static final long HOLDOFF_NS = 1_000;
    private static final long T0 = Overflow.in(500);
    private static final int ANN = 0;
    private static final int BOB = 1;

    private final RepairQueue queue = new RepairQueue(CAPACITY);

    @Test
    void shouldRepairForOneRequesterAlone() {
        assertThat(ask(T0, 5, ANN)).isTrue();

        assertThat(queue.peek()).isEqualTo(5);
        assertThat(queue.peekScope()).isEqualTo(ANN);
    }

    @Test
    void shouldRepairForTheRegionWhenASecondOneAsksBeforeItIsSent() {
        ask(T0, 5, ANN);

        assertThat(ask(T0, 5, BOB)).isFalse();

        assertThat(queue.peekScope()).isEqualTo(RepairQueue.REGION);
        queue.drop();
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void shouldQueueOnceHoweverOftenOneAsks() {
        ask(T0, 5, ANN);
        ask(T0, 5, ANN);

        assertThat(queue.peekScope()).isEqualTo(ANN);
        queue.sent(T0);
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void shouldIgnoreARequestThatCrossedItsRepair() {
        ask(T0, 5, ANN);
        queue.sent(T0);

        assertThat(ask(T0 + HOLDOFF_NS - 1, 5, ANN)).isFalse();
        assertThat(queue.isEmpty()).isTrue();

        assertThat(ask(T0 + HOLDOFF_NS, 5, ANN)).isTrue();
        assertThat(queue.peekScope()).isEqualTo(ANN);
    }

    @Test
    void shouldRepairForTheRegionWhenASecondOneAsksDuringTheHoldOff() {
        ask(T0, 5, ANN);
        queue.sent(T0);

        assertThat(ask(T0 + 1, 5, BOB)).isTrue();

        assertThat(queue.peekScope()).isEqualTo(RepairQueue.REGION);
        queue.sent(T0 + 1);
        assertThat(ask(T0 + 2, 5, ANN)).isFalse();
        assertThat(ask(T0 + 2, 5, BOB)).isFalse();
    }

    @Test
    void shouldRepairForASecondRequesterAloneAfterTheHoldOff() {
        ask(T0, 5, ANN);
        queue.sent(T0);

        ask(T0 + HOLDOFF_NS, 5, BOB);

        assertThat(queue.peekScope()).isEqualTo(BOB);
    }

    @Test
    void shouldServeInTheOrderOfRequests() {
        ask(T0, 9, ANN);
        ask(T0, 3, ANN);
        ask(T0, 5, BOB);

        assertThat(drain()).containsExactly(9, 3, 5);
    }

    @Test
    void shouldHoldOneRepairForEachSlotAndNoMore() {
        for (int s = 1; s <= CAPACITY; s++) {
            assertThat(ask(T0, s, ANN)).isTrue();
        }
        assertThat(drain()).hasSize(CAPACITY);
    }

    /** The parent's store has given the slot to the newer sequence, so the older request is void. */
    @Test
    void shouldServeTheSequenceThatTookOverASlot() {
        ask(T0, 5, ANN);

        assertThat(ask(T0, 5 + CAPACITY, BOB)).isTrue();

        assertThat(drain()).containsExactly(5 + CAPACITY);
    }

    @Test
    void shouldNotMixTheScopesOfTwoSequencesInOneSlot() {
        ask(T0, 5, ANN);
        ask(T0, 5 + CAPACITY, BOB);

        assertThat(queue.isEmpty()).isFalse();
        assertThat(queue.peek()).isEqualTo(5 + CAPACITY);
        assertThat(queue.peekScope()).isEqualTo(BOB);
    }

    @Test
    void shouldNotHoldOffTheSequenceThatTookOverASlot() {
        ask(T0, 5, ANN);
        queue.sent(T0);

        assertThat(ask(T0 + 1, 5 + CAPACITY, ANN)).isTrue();
    }

    @Test
    void shouldStayBoundedWhenSlotsChangeHandsWithoutBeingServed() {
        for (int round = 0; round < 10; round++) {
            for (int s = 1; s <= CAPACITY; s++) {
                ask(T0, (long) round * CAPACITY + s, ANN);
            }
        }

        assertThat(drain()).hasSizeLessThanOrEqualTo(CAPACITY).doesNotHaveDuplicates();
        assertThat(ask(T0 + HOLDOFF_NS, 1, ANN)).isTrue();
    }

    @Test
    void shouldRepairForTheRegionOnDemandDespiteTheHoldOff() {
        ask(T0, 5, ANN);
        queue.sent(T0);

        assertThat(queue.requestForRegion(5)).isTrue();
        assertThat(queue.peekScope()).isEqualTo(RepairQueue.REGION);
        assertThat(queue.requestForRegion(5)).isFalse();
    }

    @Test
    void shouldWidenAQueuedRepairToTheRegion() {
        ask(T0, 5, ANN);

        queue.requestForRegion(5);

        assertThat(queue.peekScope()).isEqualTo(RepairQueue.REGION);
    }

    @Test
    void shouldNotHoldOffWhatWasDroppedUnsent() {
        ask(T0, 5, ANN);
        queue.drop();

        assertThat(ask(T0 + 1, 5, ANN)).isTrue();
    }

    @Test
    void shouldForgetEverythingOnClear() {
        ask(T0, 5, ANN);
        queue.sent(T0);
        ask(T0, 6, ANN);

        queue.clear();

        assertThat(queue.isEmpty()).isTrue();
        assertThat(ask(T0, 5, BOB)).isTrue();
        assertThat(ask(T0, 6, BOB)).isTrue();
        assertThat(queue.peekScope()).isEqualTo(BOB);
    }

    private boolean ask(long nowNs, long sequence, int child) {
        return queue.request(nowNs, sequence, child, HOLDOFF_NS);
    }

    private java.util.List<Integer> drain() {
        java.util.List<Integer> served = new java.util.ArrayList<>();
        while (!queue.isEmpty()) {
            served.add((int) queue.peek());
            queue.sent(T0);
        }
        return served;
    }
}
