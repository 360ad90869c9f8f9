package io.trackmc.sim.scale;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.engine.EngineEvent;
import io.trackmc.sim.measure.DeliveryTimes;
import io.trackmc.sim.observe.Violations;
import io.trackmc.sim.observe.WorldObserver.HostChange;
import io.trackmc.sim.tree.Topology;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StreamCheckerTest {

    private static final int ONE = 3;
    private static final int OTHER = 4;

    private final Violations violations = new Violations();
    private final StreamChecker checker = new StreamChecker(violations, Topology.oneRegion(2), new DeliveryTimes());

    @BeforeEach
    void offerThree() {
        for (int i = 0; i < 3; i++) {
            checker.onOffered(i, Topology.SENDER, message(i));
        }
    }

    @Test
    void shouldBeContentWithFaithfulCopies() {
        deliver(ONE, 0, 1, 2);
        deliver(OTHER, 0, 1);
        checker.onClosed(9, Topology.SENDER);
        assertThat(checker.isComplete()).isFalse();
        assertThat(checker.undelivered()).isEqualTo(1);
        deliver(OTHER, 2);
        assertThat(checker.isComplete()).isTrue();
        assertThat(checker.undelivered()).isZero();
        assertThat(checker.delivered()).isEqualTo(6);
        assertThat(violations.isEmpty()).isTrue();
    }

    @Test
    void shouldNotBeCompleteBeforeTheSourceHasClosed() {
        deliver(ONE, 0, 1, 2);
        deliver(OTHER, 0, 1, 2);
        assertThat(checker.isComplete()).isFalse();
    }

    @Test
    void shouldFindDuplicate() {
        deliver(ONE, 0, 0);
        assertThat(violations.count()).isEqualTo(1);
    }

    @Test
    void shouldFindWrongOrder() {
        deliver(ONE, 1, 0);
        assertThat(violations.count()).isEqualTo(2);
    }

    @Test
    void shouldFindSilentLoss() {
        deliver(ONE, 0, 2);
        assertThat(violations.count()).isEqualTo(1);
        assertThat(checker.undelivered()).isEqualTo(1 + 3);
    }

    @Test
    void shouldFindAlteredMessage() {
        deliver(ONE, 7);
        assertThat(violations.count()).isEqualTo(1);
    }

    @Test
    void shouldFindGapOfANodeThatNothingHappenedTo() {
        checker.onEvent(5, ONE, new EngineEvent.Unrecoverable(1, 1));
        assertThat(violations.count()).isEqualTo(1);
    }

    @Test
    void shouldFindGapOfALateComerOnlyWhenItHasBegun() {
        checker.comesLate(ONE);
        checker.onEvent(5, ONE, new EngineEvent.Unrecoverable(1, 1));
        deliver(ONE, 1);
        assertThat(violations.isEmpty()).isTrue();
        checker.onEvent(6, ONE, new EngineEvent.Unrecoverable(3, 3));
        assertThat(violations.count()).isEqualTo(1);
    }

    @Test
    void shouldCountWhatLiesInAReportedGapOfADisturbedNode() {
        checker.disturb(ONE);
        checker.onEvent(5, ONE, new EngineEvent.Unrecoverable(2, 2));
        deliver(ONE, 0, 2);
        deliver(OTHER, 0, 1, 2);
        assertThat(violations.isEmpty()).isTrue();
        assertThat(checker.undelivered()).isEqualTo(1);
    }

    @Test
    void shouldLetALaterRunBeginWhereItLikesButGoOnFromThere() {
        deliver(ONE, 0);
        checker.disturb(ONE);
        checker.onHost(5, ONE, 2, HostChange.STARTED);
        deliver(ONE, 1);
        assertThat(violations.isEmpty()).isTrue();
        deliver(ONE, 1);
        assertThat(violations.count()).isEqualTo(1);
    }

    private void deliver(int node, int... messages) {
        for (int message : messages) {
            checker.onDelivered(10, node, message(message));
        }
    }

    private static byte[] message(int number) {
        return new byte[] {(byte) number, 1, 2, 3};
    }
}
