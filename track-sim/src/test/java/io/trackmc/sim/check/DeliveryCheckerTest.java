package io.trackmc.sim.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.engine.EngineEvent;
import io.trackmc.sim.observe.Violations;
import io.trackmc.sim.observe.WorldObserver.HostChange;

import java.util.BitSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeliveryCheckerTest {

    private static final int SOURCE = 1;
    private static final int FAITHFUL = 2;
    private static final int MAY_HAVE_GAPS = 3;
    private static final byte[] EMPTY = {};

    private final Violations violations = new Violations();
    private final DeliveryChecker checker = new DeliveryChecker(violations, set(FAITHFUL, MAY_HAVE_GAPS),
            set(MAY_HAVE_GAPS));

    @BeforeEach
    void start() {
        checker.onHost(0, FAITHFUL, 1, HostChange.STARTED);
        checker.onHost(0, MAY_HAVE_GAPS, 1, HostChange.STARTED);
    }

    @Test
    void shouldBeContentWithFaithfulCopy() {
        offer(1, 2, 3);
        deliver(FAITHFUL, 1, 2, 3);
        assertThat(checker.isComplete(FAITHFUL)).isFalse();
        checker.onClosed(9, SOURCE);
        assertThat(checker.isComplete(FAITHFUL)).isTrue();
        assertThat(checker.isComplete(MAY_HAVE_GAPS)).as("may come after everything").isTrue();
        deliver(MAY_HAVE_GAPS, 1);
        assertThat(checker.isComplete(MAY_HAVE_GAPS)).isFalse();
        assertThat(violations.isEmpty()).isTrue();
    }

    @Test
    void shouldFindDuplicate() {
        offer(1, 2);
        deliver(FAITHFUL, 1, 1);
        assertThat(violations.count()).isEqualTo(1);
    }

    @Test
    void shouldFindWrongOrder() {
        offer(1, 2);
        deliver(FAITHFUL, 2);
        assertThat(violations.count()).isEqualTo(1);
    }

    @Test
    void shouldFindInventedMessage() {
        deliver(FAITHFUL, 1);
        assertThat(violations.count()).isEqualTo(1);
    }

    @Test
    void shouldFindSilentGap() {
        offer(1, 2, 3);
        deliver(MAY_HAVE_GAPS, 1, 3);
        assertThat(violations.count()).isEqualTo(1);
    }

    @Test
    void shouldFindGapWhereNoneIsAllowed() {
        checker.onEvent(1, FAITHFUL, new EngineEvent.Unrecoverable(2, 2));
        assertThat(violations.texts()).singleElement().asString().contains("gap").contains("node 2");
    }

    @Test
    void shouldGoOnAfterReportedGap() {
        offer(1, 2, 3, 4);
        deliver(MAY_HAVE_GAPS, 1);
        checker.onEvent(1, MAY_HAVE_GAPS, new EngineEvent.Unrecoverable(2, 2));
        deliver(MAY_HAVE_GAPS, 3, 4);
        assertThat(violations.isEmpty()).isTrue();
        deliver(MAY_HAVE_GAPS, 4);
        assertThat(violations.count()).isEqualTo(1);
    }

    @Test
    void shouldPermitOneLeapForEachReportedGap() {
        offer(1, 2, 3, 4, 5);
        checker.onEvent(1, MAY_HAVE_GAPS, new EngineEvent.Unrecoverable(2, 2));
        checker.onEvent(1, MAY_HAVE_GAPS, new EngineEvent.Unrecoverable(4, 4));
        deliver(MAY_HAVE_GAPS, 1, 3, 5);
        assertThat(violations.isEmpty()).isTrue();
        offer(6, 7);
        deliver(MAY_HAVE_GAPS, 7);
        assertThat(violations.count()).isEqualTo(1);
    }

    @Test
    void shouldLetReceiverThatBeginsLateKnowOfGapsAhead() {
        offer(1, 2, 3, 4, 5);
        checker.onEvent(1, MAY_HAVE_GAPS, new EngineEvent.Unrecoverable(4, 4));
        deliver(MAY_HAVE_GAPS, 3, 5);
        assertThat(violations.isEmpty()).isTrue();
    }

    /** 5 and 7 also stand side by side further on, where 8 never comes. */
    @Test
    void shouldNotBeMisledByLaterPlaceThatLooksTheSame() {
        offer(1, 2, 5, 6, 7, 8, 5, 7, 3);
        checker.onEvent(1, MAY_HAVE_GAPS, new EngineEvent.Unrecoverable(2, 2));
        checker.onEvent(1, MAY_HAVE_GAPS, new EngineEvent.Unrecoverable(4, 4));
        deliver(MAY_HAVE_GAPS, 1, 5, 7, 8, 5, 7, 3);
        assertThat(violations.isEmpty()).isTrue();
    }

    @Test
    void shouldKeepEveryPlaceInStreamOfEqualMessages() {
        for (int i = 0; i < 5; i++) {
            checker.onOffered(1, SOURCE, EMPTY);
        }
        offer(7);
        checker.onEvent(1, MAY_HAVE_GAPS, new EngineEvent.Unrecoverable(1, 3));
        checker.onDelivered(2, MAY_HAVE_GAPS, EMPTY);
        checker.onDelivered(2, MAY_HAVE_GAPS, EMPTY);
        deliver(MAY_HAVE_GAPS, 7);
        assertThat(violations.isEmpty()).isTrue();
    }

    @Test
    void shouldLetRestartedReceiverBeginAnywhereButNotSkip() {
        offer(1, 2, 3, 4);
        deliver(FAITHFUL, 1, 2);
        checker.onHost(5, FAITHFUL, 2, HostChange.STARTED);
        deliver(FAITHFUL, 2, 3);
        assertThat(violations.isEmpty()).isTrue();
        deliver(FAITHFUL, 2);
        assertThat(violations.count()).isEqualTo(1);
    }

    private void offer(int... numbers) {
        for (int number : numbers) {
            checker.onOffered(1, SOURCE, message(number));
        }
    }

    private void deliver(int node, int... numbers) {
        for (int number : numbers) {
            checker.onDelivered(2, node, message(number));
        }
    }

    private static byte[] message(int number) {
        return new byte[] {(byte) number, 1};
    }

    private static BitSet set(int... nodes) {
        BitSet set = new BitSet();
        for (int node : nodes) {
            set.set(node);
        }
        return set;
    }
}
