package io.trackmc.sim.check;

import static io.trackmc.sim.check.TestDatagram.arriving;
import static io.trackmc.sim.check.TestDatagram.data;
import static io.trackmc.sim.check.TestDatagram.nack;
import static io.trackmc.sim.check.TestDatagram.odata;
import static io.trackmc.sim.check.TestDatagram.region;
import static io.trackmc.sim.check.TestDatagram.track;
import static io.trackmc.sim.check.TestDatagram.unicast;
import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.engine.EngineEvent;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.wire.SessionRules;
import io.trackmc.sim.net.Datagram.Origin;
import io.trackmc.sim.observe.Observers;
import io.trackmc.sim.observe.Violations;
import io.trackmc.sim.observe.WorldObserver.HostChange;

import org.junit.jupiter.api.Test;

class WireCheckersTest {

    private static final int SOURCE = 1;
    private static final int HEAD = 2;
    private static final int CHILD = 3;
    private static final int MTU = 1_408;

    private final Violations violations = new Violations();
    private final Observers world = new Observers();

    @Test
    void shouldAcceptEveryKindOfRepairUnderItsKey() {
        world.add(new WireRulesChecker(violations, MTU));
        world.onTransmit(1, data(SOURCE, repair(SOURCE, 1, 0)));
        world.onTransmit(1, region(HEAD, repair(HEAD, 2, 0)));
        world.onTransmit(1, region(HEAD, repair(HEAD, 3, 0)));
        world.onTransmit(1, unicast(HEAD, repair(HEAD, 2, 0)));
        world.onTransmit(1, unicast(HEAD, repair(HEAD, 5, 2)));
        assertThat(violations.texts()).isEmpty();
    }

    @Test
    void shouldFindWrongKeyClass() {
        world.add(new WireRulesChecker(violations, MTU));
        world.onTransmit(1, region(HEAD, repair(HEAD, 1, 0)));
        world.onTransmit(2, unicast(CHILD, TestDatagram.of(WireView.TRACK, 2, 1, CHILD).body64(0).build()));
        world.onTransmit(3, unicast(CHILD, TestDatagram.of(WireView.NACK, 4, 2, CHILD).body64(0).build()));
        assertThat(violations.count()).isEqualTo(3);
    }

    @Test
    void shouldFindForeignOriginInnerWhereNoneBelongsAndOversize() {
        world.add(new WireRulesChecker(violations, 100));
        world.onTransmit(1, unicast(CHILD, nack(HEAD)));
        world.onTransmit(2, unicast(HEAD, TestDatagram.of(WireView.NACK, 4, 1, HEAD).inner(SOURCE, 0, 1, 0).build()));
        world.onTransmit(3, data(SOURCE, odata(SOURCE, 1, 0)));
        assertThat(violations.texts()).hasSize(3);
        assertThat(violations.texts().get(2)).contains("length");
    }

    @Test
    void shouldFindInnerThatChanges() {
        world.add(new InnerIdentityChecker(violations));
        world.onTransmit(1, data(SOURCE, odata(SOURCE, 1, 10)));
        world.onTransmit(2, region(HEAD, repair(HEAD, 2, 0)));
        world.onTransmit(2, data(SOURCE, odata(SOURCE, 2, 11)));
        assertThat(violations.isEmpty()).isTrue();
        world.onTransmit(3, region(HEAD, TestDatagram.of(WireView.RDATA, 2, 0, HEAD).inner(SOURCE, 0, 1, 12).build()));
        assertThat(violations.texts()).singleElement().asString().contains("node 2").contains("sequence 1");
    }

    @Test
    void shouldFindAcknowledgementOfWhatNeverCame() {
        watchAcknowledgements();
        world.onArrival(1, CHILD, arriving(SOURCE, odata(SOURCE, 1, 0), Origin.SENT));
        world.onArrival(1, CHILD, arriving(SOURCE, odata(SOURCE, 2, 0), Origin.FORGED));
        world.onArrival(1, CHILD, arriving(SOURCE, odata(SOURCE, 3, 0), Origin.SENT));
        world.onTransmit(2, unicast(CHILD, track(CHILD, 1, 1, 100)));
        assertThat(violations.isEmpty()).isTrue();
        world.onTransmit(3, unicast(CHILD, track(CHILD, 2, 1, 100)));
        assertThat(violations.texts()).singleElement().asString().contains("up to 2").contains("up to 1");
    }

    @Test
    void shouldForgetWhatWasHeldBeforeRestart() {
        watchAcknowledgements();
        world.onArrival(1, CHILD, arriving(SOURCE, odata(SOURCE, 1, 0), Origin.SENT));
        world.onHost(2, CHILD, 2, HostChange.STARTED);
        world.onTransmit(3, unicast(CHILD, track(CHILD, 1, 1, 100)));
        assertThat(violations.count()).isEqualTo(1);
    }

    @Test
    void shouldTakeLateStartAndReportedGapsAsSettled() {
        watchAcknowledgements();
        world.onEvent(1, CHILD, new EngineEvent.SessionOpened(SOURCE, new Incarnation(5, 5), 10, SessionRules.DEFAULT));
        world.onEvent(2, CHILD, new EngineEvent.Unrecoverable(10, 14));
        world.onTransmit(3, unicast(CHILD, track(CHILD, 14, 14, 100)));
        assertThat(violations.isEmpty()).isTrue();
    }

    @Test
    void shouldFindChildForgottenInMinimum() {
        watchAcknowledgements();
        world.onEvent(1, HEAD, new EngineEvent.ChildBound(CHILD, false));
        for (long sequence = 1; sequence <= 3; sequence++) {
            world.onArrival(2, HEAD, arriving(SOURCE, odata(SOURCE, sequence, 0), Origin.SENT));
        }
        world.onTransmit(3, unicast(HEAD, track(HEAD, 3, 0, 100)));
        assertThat(violations.isEmpty()).isTrue();
        world.onTransmit(4, unicast(HEAD, track(HEAD, 3, 3, 100)));
        assertThat(violations.texts()).singleElement().asString().contains("its child 3");
    }

    @Test
    void shouldLetChildBeForgottenOnceItIsGone() {
        watchAcknowledgements();
        world.onEvent(1, HEAD, new EngineEvent.ChildBound(CHILD, false));
        world.onArrival(2, HEAD, arriving(SOURCE, odata(SOURCE, 1, 0), Origin.SENT));
        world.onEvent(3, HEAD, new EngineEvent.ChildGone(CHILD, EngineEvent.ChildLoss.SILENT));
        world.onTransmit(4, unicast(HEAD, track(HEAD, 1, 1, 100)));
        assertThat(violations.isEmpty()).isTrue();
    }

    @Test
    void shouldFindSenderBeyondWhatChildAllows() {
        watchFlow();
        world.onEvent(1, SOURCE, new EngineEvent.ChildBound(HEAD, true));
        world.onArrival(1, SOURCE, arriving(HEAD, track(HEAD, 0, 0, 2), Origin.SENT));
        world.onArrival(1, SOURCE, arriving(HEAD, track(HEAD, 0, 0, 50), Origin.FORGED));
        world.onTransmit(2, data(SOURCE, odata(SOURCE, 1, 0)));
        world.onTransmit(2, data(SOURCE, odata(SOURCE, 2, 0)));
        assertThat(violations.isEmpty()).isTrue();
        world.onTransmit(3, data(SOURCE, odata(SOURCE, 3, 0)));
        assertThat(violations.texts()).singleElement().asString().contains("child 2 allows up to 2");
    }

    @Test
    void shouldKeepWhatWasAllowedBeforeChildCame() {
        watchFlow();
        world.onEvent(1, SOURCE, new EngineEvent.ChildBound(HEAD, true));
        world.onArrival(1, SOURCE, arriving(HEAD, track(HEAD, 0, 0, 2), Origin.SENT));
        world.onEvent(2, SOURCE, new EngineEvent.ChildBound(CHILD, false));
        world.onArrival(2, SOURCE, arriving(CHILD, track(CHILD, 0, 0, 1), Origin.SENT));
        world.onArrival(3, SOURCE, arriving(HEAD, track(HEAD, 0, 0, 9), Origin.SENT));
        world.onTransmit(4, data(SOURCE, odata(SOURCE, 1, 0)));
        world.onTransmit(4, data(SOURCE, odata(SOURCE, 2, 0)));
        assertThat(violations.isEmpty()).isTrue();
        world.onTransmit(5, data(SOURCE, odata(SOURCE, 3, 0)));
        assertThat(violations.texts()).singleElement().asString().contains("child 3 allows up to 1");
    }

    @Test
    void shouldFindHoleInFirstTransmissions() {
        watchFlow();
        world.onTransmit(1, data(SOURCE, odata(SOURCE, 1, 0)));
        world.onTransmit(2, data(SOURCE, odata(SOURCE, 3, 0)));
        assertThat(violations.count()).isEqualTo(1);
    }

    @Test
    void shouldFindRepairOfWhatWasNeverSent() {
        watchFlow();
        world.onTransmit(1, region(HEAD, repair(HEAD, 2, 0)));
        assertThat(violations.texts()).singleElement().asString().contains("node 2 repairs sequence 1");
    }

    @Test
    void shouldLetLateChildHoldBackWhatParentSaysNextOnly() {
        watchAcknowledgements();
        world.onArrival(1, HEAD, arriving(SOURCE, odata(SOURCE, 1, 0), Origin.SENT));
        world.onArrival(1, HEAD, arriving(SOURCE, odata(SOURCE, 2, 0), Origin.SENT));
        world.onTransmit(2, unicast(HEAD, track(HEAD, 2, 1, 100)));
        world.onEvent(3, HEAD, new EngineEvent.ChildBound(CHILD, false));
        world.onTransmit(4, unicast(HEAD, track(HEAD, 2, 1, 100)));
        assertThat(violations.isEmpty()).isTrue();
        world.onTransmit(5, unicast(HEAD, track(HEAD, 2, 2, 100)));
        assertThat(violations.count()).isEqualTo(1);
    }

    @Test
    void shouldFindTooManyNacksInOneIntervalOnly() {
        FeedbackChecker feedback = new FeedbackChecker(violations, new FeedbackChecker.Limits(1_000, 2, 2));
        world.add(feedback);
        for (long atNs : new long[] {0, 999, 1_000, 1_999}) {
            world.onTransmit(atNs, unicast(CHILD, nack(CHILD)));
        }
        assertThat(violations.isEmpty()).isTrue();
        assertThat(feedback.worstNacks()).isEqualTo(2);
        world.onTransmit(1_999, unicast(CHILD, nack(CHILD)));
        assertThat(violations.texts()).singleElement().asString().contains("node 3");
    }

    @Test
    void shouldFindWhoeverDoesNotBecomeQuiet() {
        QuietChecker quiet = new QuietChecker(violations);
        world.add(quiet);
        quiet.demandQuietFrom(10);
        world.onTransmit(9, unicast(CHILD, nack(CHILD)));
        assertThat(violations.isEmpty()).isTrue();
        world.onTransmit(10, unicast(CHILD, nack(CHILD)));
        assertThat(violations.count()).isEqualTo(1);
    }

    private void watchAcknowledgements() {
        Holdings holdings = new Holdings();
        Tree tree = new Tree();
        world.add(holdings);
        world.add(tree);
        world.add(new AckTruthChecker(violations, holdings, tree));
    }

    private void watchFlow() {
        Tree tree = new Tree();
        world.add(tree);
        world.add(new FlowChecker(violations, tree, SOURCE));
    }

    private static byte[] repair(int origin, int keyClass, int direction) {
        return TestDatagram.of(WireView.RDATA, keyClass, direction, origin).inner(SOURCE, 0, 1, 10).build();
    }
}
