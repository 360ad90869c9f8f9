package io.trackmc.proto.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.testing.Overflow;
import org.junit.jupiter.api.Test;

class RepairQueueTest {

    private static final int CAPACITY = 16;
    private static final long RTT_NS = 500_000;
    private static final long HOLDOFF_NS = RTT_NS;
    private static final long MEMORY_NS = 7 * RTT_NS;
    private static final long COLLECTING_NS = 2 * RTT_NS;
    private static final long T0 = Overflow.in(250_000);
    private static final int ANN = 0;
    private static final int BOB = 1;
    private static final int CAT = 2;
    private static final int DAN = 3;
    private static final int CHILDREN = 20;
    private static final int SIBLINGS = 12;

    private final RepairQueue queue = new RepairQueue(CAPACITY, CHILDREN, false);

    @Test
    void shouldRepairForOneRequesterAlone() {
        assertThat(ask(T0, 5, ANN)).isTrue();

        assertThat(sequence(T0)).isEqualTo(5);
        assertThat(scope(T0)).isEqualTo(ANN);
    }

    @Test
    void shouldRepairForTheRegionWhenASecondOneAsksBeforeItIsSent() {
        ask(T0, 5, ANN);

        assertThat(ask(T0, 5, BOB)).isFalse();

        assertThat(scope(T0)).isEqualTo(RepairQueue.REGION);
        assertThat(queue.select(T0)).isTrue();
        queue.drop();
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void shouldQueueOnceHoweverOftenOneAsks() {
        ask(T0, 5, ANN);
        ask(T0, 5, ANN);

        assertThat(scope(T0)).isEqualTo(ANN);
        send(T0);
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void shouldIgnoreARequestThatCrossedItsRepair() {
        ask(T0, 5, ANN);
        send(T0);

        assertThat(ask(T0 + HOLDOFF_NS - 1, 5, ANN)).isFalse();
        assertThat(queue.isEmpty()).isTrue();

        assertThat(ask(T0 + HOLDOFF_NS, 5, ANN)).isTrue();
        assertThat(scope(T0 + HOLDOFF_NS)).isEqualTo(ANN);
    }

    @Test
    void shouldRepairForTheRegionWhenASecondOneAsksSoonAfterTheFirst() {
        ask(T0, 5, ANN);
        send(T0);

        assertThat(ask(T0 + 1, 5, BOB)).isTrue();

        assertThat(scope(T0 + 1)).isEqualTo(RepairQueue.REGION);
        send(T0 + 1);
        assertThat(ask(T0 + 2, 5, ANN)).isFalse();
        assertThat(ask(T0 + 2, 5, BOB)).isFalse();
    }

    @Test
    void shouldRepairForASecondRequesterAloneWhenTheFirstWasLongBefore() {
        ask(T0, 5, ANN);
        send(T0);

        ask(T0 + MEMORY_NS, 5, BOB);

        assertThat(scope(T0 + MEMORY_NS)).isEqualTo(BOB);
    }

    @Test
    void shouldRepairForTheRegionWhenASecondOneAsksAsLateAsSiblingsDo() {
        ask(T0, 5, ANN);
        send(T0);

        ask(T0 + MEMORY_NS - 1, 5, BOB);

        assertThat(scope(T0 + MEMORY_NS - 1)).isEqualTo(RepairQueue.REGION);
    }

    @Test
    void shouldNotHoldOffWhatIsToBeForgotten() {
        ask(T0, 5, ANN);
        send(T0);
        queue.forgetSent(5 + CAPACITY);
        assertThat(ask(T0, 5, ANN)).as("another sequence was forgotten").isFalse();

        queue.forgetSent(5);

        assertThat(ask(T0, 5, ANN)).isTrue();
    }

    @Test
    void shouldForgetWhatWasSentHighUp() {
        ask(T0, CAPACITY + 3, ANN);
        send(T0);

        queue.forgetSent(CAPACITY + 3);

        assertThat(ask(T0, CAPACITY + 3, ANN)).isTrue();
    }

    @Test
    void shouldServeEachChildInTheOrderOfItsRequests() {
        ask(T0, 9, ANN);
        ask(T0, 3, ANN);
        ask(T0, 5, BOB);

        assertThat(drain()).containsExactly(9, 5, 3);
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
        assertThat(sequence(T0)).isEqualTo(5 + CAPACITY);
        assertThat(scope(T0)).isEqualTo(BOB);
    }

    @Test
    void shouldNotHoldOffTheSequenceThatTookOverASlot() {
        ask(T0, 5, ANN);
        send(T0);

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
        send(T0);

        assertThat(queue.requestForRegion(T0, 5)).isTrue();
        assertThat(scope(T0)).isEqualTo(RepairQueue.REGION);
        assertThat(queue.requestForRegion(T0, 5)).isFalse();
    }

    @Test
    void shouldWidenAQueuedRepairToTheRegion() {
        ask(T0, 5, ANN);

        queue.requestForRegion(T0, 5);

        assertThat(scope(T0)).isEqualTo(RepairQueue.REGION);
    }

    @Test
    void shouldNotHoldOffWhatWasDroppedUnsent() {
        ask(T0, 5, ANN);
        assertThat(queue.select(T0)).isTrue();
        queue.drop();

        assertThat(ask(T0 + 1, 5, ANN)).isTrue();
    }

    @Test
    void shouldForgetEverythingOnClear() {
        ask(T0, 5, ANN);
        send(T0);
        ask(T0, 6, ANN);

        queue.clear();

        assertThat(queue.isEmpty()).isTrue();
        assertThat(ask(T0, 5, BOB)).isTrue();
        assertThat(ask(T0, 6, BOB)).isTrue();
        assertThat(scope(T0)).isEqualTo(BOB);
    }

    @Test
    void shouldForgetOnClearWhatWasSent() {
        ask(T0, 5, ANN);
        send(T0);

        queue.clear();

        assertThat(ask(T0, 5, ANN)).isTrue();
    }

    @Test
    void shouldServeAChildWhileTheRegionsRepairWaitsForMore() {
        RepairQueue source = new RepairQueue(CAPACITY, CHILDREN, true);
        source.request(T0, 5, ANN, RTT_NS, 16);
        source.request(T0, 5, BOB, RTT_NS, 16);
        source.request(T0, 6, CAT, RTT_NS, 16);

        assertThat(source.select(T0)).isTrue();
        assertThat(source.scope()).isEqualTo(CAT);
    }

    /** A child that asks for much does not stand before one that asks for little. */
    @Test
    void shouldServeChildrenByTurns() {
        for (int s = 1; s <= 8; s++) {
            ask(T0, s, ANN);
        }
        ask(T0, 11, BOB);
        ask(T0, 12, BOB);
        ask(T0, 13, CAT);

        assertThat(drain()).containsExactly(1, 11, 13, 2, 12, 3, 4, 5, 6, 7, 8);
    }

    @Test
    void shouldServeTheRegionInItsTurn() {
        ask(T0, 1, ANN);
        ask(T0, 2, ANN);
        ask(T0, 3, ANN);
        ask(T0, 3, BOB);

        assertThat(drain()).containsExactly(3, 1, 2);
    }

    @Test
    void shouldHoldOffTwiceAsLongAfterEachRepair() {
        long nowNs = T0;
        for (int k = 0; k < 4; k++) {
            assertThat(ask(nowNs, 5, ANN)).isTrue();
            send(nowNs);
            assertThat(ask(nowNs + (HOLDOFF_NS << k) - 1, 5, ANN)).isFalse();
            nowNs += HOLDOFF_NS << k;
        }
    }

    @Test
    void shouldHoldOffNoLongerThanTheCap() {
        long nowNs = T0;
        for (int k = 0; k < 300; k++) {
            assertThat(ask(nowNs, 5, ANN)).isTrue();
            send(nowNs);
            nowNs += RepairTiming.EMBARGO_MAXIMUM_NS;
        }
    }

    /** What one child did not get although all were sent it concerns nobody else. */
    @Test
    void shouldRepairForOneAloneWhatItLostOfARepairForAll() {
        ask(T0, 5, ANN);
        ask(T0, 5, BOB);
        send(T0);

        ask(T0 + HOLDOFF_NS, 5, ANN);

        assertThat(scope(T0 + HOLDOFF_NS)).isEqualTo(ANN);
    }

    @Test
    void shouldTakeARepairThatPassedByForItsOwn() {
        ask(T0, 5, ANN);

        queue.passedBy(T0, 5);

        assertThat(queue.isEmpty()).isTrue();
        assertThat(ask(T0 + HOLDOFF_NS - 1, 5, BOB)).isFalse();
        assertThat(ask(T0 + HOLDOFF_NS, 5, BOB)).isTrue();
    }

    @Test
    void shouldNeverNarrowARepairThatWaits() {
        queue.requestForRegion(T0, 5);

        ask(T0, 5, ANN);

        assertThat(scope(T0)).isEqualTo(RepairQueue.REGION);
    }

    @Test
    void shouldRepairForEverybodyWhenAQuarterOfTheSendersChildrenAsk() {
        RepairQueue source = new RepairQueue(CAPACITY, CHILDREN, true);
        source.request(T0, 5, ANN, RTT_NS, SIBLINGS);
        assertThat(source.select(T0)).as("the first does not wait").isTrue();
        assertThat(source.scope()).isEqualTo(ANN);
        source.sent(T0);

        source.request(T0 + 1, 5, BOB, RTT_NS, SIBLINGS);
        assertThat(source.select(T0 + 1)).isFalse();
        assertThat(source.readyAtNs()).isEqualTo(T0 + 1 + COLLECTING_NS);
        source.request(T0 + 2, 5, CAT, RTT_NS, SIBLINGS);

        assertThat(source.select(T0 + 2)).isTrue();
        assertThat(source.scope()).isEqualTo(RepairQueue.DATA);
        source.sent(T0 + 2);
        assertThat(source.request(T0 + 3, 5, DAN, RTT_NS, SIBLINGS)).isFalse();
    }

    @Test
    void shouldRepairForTheRegionWhenFewerAskInTime() {
        RepairQueue source = new RepairQueue(CAPACITY, CHILDREN, true);
        source.request(T0, 5, ANN, RTT_NS, 16);
        source.request(T0, 5, BOB, RTT_NS, 16);
        source.request(T0, 5, CAT, RTT_NS, 16);

        assertThat(source.select(T0 + COLLECTING_NS - 1)).isFalse();
        assertThat(source.select(T0 + COLLECTING_NS)).isTrue();
        assertThat(source.scope()).isEqualTo(RepairQueue.REGION);
    }

    @Test
    void shouldNotWaitForAThirdChildWhereThereAreTwo() {
        RepairQueue source = new RepairQueue(CAPACITY, CHILDREN, true);
        source.request(T0, 5, ANN, RTT_NS, 2);
        source.request(T0, 5, BOB, RTT_NS, 2);

        assertThat(source.select(T0)).isTrue();
        assertThat(source.scope()).isEqualTo(RepairQueue.REGION);
    }

    private boolean ask(long nowNs, long sequence, int child) {
        return queue.request(nowNs, sequence, child, RTT_NS, SIBLINGS);
    }

    private long sequence(long nowNs) {
        assertThat(queue.select(nowNs)).isTrue();
        return queue.sequence();
    }

    private int scope(long nowNs) {
        assertThat(queue.select(nowNs)).isTrue();
        return queue.scope();
    }

    private void send(long nowNs) {
        assertThat(queue.select(nowNs)).isTrue();
        queue.sent(nowNs);
    }

    private java.util.List<Integer> drain() {
        java.util.List<Integer> served = new java.util.ArrayList<>();
        while (queue.select(T0)) {
            served.add((int) queue.sequence());
            queue.sent(T0);
        }
        return served;
    }
}
