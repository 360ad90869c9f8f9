package io.trackmc.proto.rekey;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.engine.EngineEvent;
import io.trackmc.proto.engine.EngineEvent.EpochActivated;
import io.trackmc.proto.engine.EngineEvent.EpochRetired;
import io.trackmc.proto.engine.EventQueue;
import io.trackmc.proto.event.Counters;
import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.proto.testing.Overflow;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When the next epoch takes the place of the one before, at each kind of node. */
class ChangeoverTest {

    private static final long MS = EpochUpdates.MS;
    private static final long START_NS = Overflow.in(100 * MS);

    private final EventQueue events = new EventQueue(new Counters());

    @Test
    void anEpochThatCameWithTheBundleWaitsForAllChildrenToo() {
        EpochUpdates updates = new EpochUpdates(KeyLayer.TRANSPORT, 5, 5, 6);
        TransportChangeover sender = transport(updates);

        assertThat(sender.onQuorum(START_NS + 20 * MS, 5)).isFalse();
        assertThat(sender.onQuorum(START_NS + 5 * MS, 6)).as("before its time").isFalse();
        assertThat(sender.onQuorum(START_NS + 20 * MS, 6)).isTrue();
        assertThat(updates.activeEpoch(KeyLayer.TRANSPORT)).isEqualTo(6);
    }

    @Test
    void anEpochThatCameWithTheBundleIsUsedWhenTheParentUsesIt() {
        EpochUpdates updates = new EpochUpdates(KeyLayer.TRANSPORT, 5, 5, 6);
        TransportChangeover child = transport(updates);

        assertThat(child.onHeardAlone(START_NS, EpochUpdates.spi(5))).isFalse();
        assertThat(child.onHeardAlone(START_NS, EpochUpdates.spi(7))).isFalse();
        assertThat(child.onHeardAlone(START_NS, EpochUpdates.spi(6))).isTrue();
        assertThat(child.onTimeout(START_NS + 200 * MS)).isFalse();
        assertThat(drained()).containsExactly(new EpochActivated(KeyLayer.TRANSPORT, 6),
                new EpochRetired(KeyLayer.TRANSPORT, 5));
    }

    @Test
    void nobodyIsWaitedForAtTheHardDeadline() {
        TransportChangeover child = transport(new EpochUpdates(KeyLayer.TRANSPORT, 5, 5, 6));

        assertThat(child.onTimeout(START_NS + 499 * MS)).isFalse();
        assertThat(child.onTimeout(START_NS + 500 * MS)).isTrue();
    }

    @Test
    void whoWasLeftBehindGoesOnAtOnce() {
        EpochUpdates updates = new EpochUpdates(KeyLayer.TRANSPORT, 5, 5, 6);
        TransportChangeover child = transport(updates);

        assertThat(child.catchUp(START_NS)).isTrue();
        assertThat(updates.activeEpoch(KeyLayer.TRANSPORT)).isEqualTo(6);
        assertThat(child.catchUp(START_NS)).isFalse();
    }

    @Test
    void whoWentOnBeforeOthersUnderstandsTheEpochBeforeUntilNobodyMayUseIt() {
        EpochUpdates updates = new EpochUpdates(KeyLayer.TRANSPORT, 5, 5, 6);
        TransportChangeover child = transport(updates);

        child.catchUp(START_NS);

        child.onTimeout(START_NS + 699 * MS);
        assertThat(updates.hasPrevious(KeyLayer.TRANSPORT)).isTrue();
        child.onTimeout(START_NS + 700 * MS);
        assertThat(updates.hasPrevious(KeyLayer.TRANSPORT)).isFalse();
    }

    @Test
    void whoWentOnBeforeOthersUnderstandsTheEpochBeforeUntilTheOverlapAfterItsParentWentOn() {
        EpochUpdates updates = new EpochUpdates(KeyLayer.TRANSPORT, 5, 5, 6);
        TransportChangeover child = transport(updates);
        child.catchUp(START_NS);

        child.onHeardAlone(START_NS + 50 * MS, EpochUpdates.spi(5));
        child.onHeardAlone(START_NS + 100 * MS, EpochUpdates.spi(6));
        child.onHeardAlone(START_NS + 150 * MS, EpochUpdates.spi(6));

        child.onTimeout(START_NS + 299 * MS);
        assertThat(updates.hasPrevious(KeyLayer.TRANSPORT)).isTrue();
        child.onTimeout(START_NS + 300 * MS);
        assertThat(updates.hasPrevious(KeyLayer.TRANSPORT)).isFalse();
    }

    @Test
    void whoNeverWentOnBeforeUnderstandsTheEpochBeforeAJumpForTheOverlap() {
        EpochUpdates updates = new EpochUpdates(KeyLayer.TRANSPORT, 5, 5, 6);
        TransportChangeover child = transport(updates);
        updates.activate(KeyLayer.TRANSPORT);
        updates.install();
        child.onApplied(START_NS);

        child.jumped(START_NS);

        child.onTimeout(START_NS + 199 * MS);
        assertThat(updates.hasPrevious(KeyLayer.TRANSPORT)).isTrue();
        child.onTimeout(START_NS + 200 * MS);
        assertThat(updates.hasPrevious(KeyLayer.TRANSPORT)).isFalse();
    }

    @Test
    void aContentKeyIsForgottenWhenALaterOneHasOpenedAndAllBeforeIsHere() {
        EpochUpdates updates = new EpochUpdates(KeyLayer.CONTENT, 1, 1, 2);
        OpenedEpochs receiver = opened(updates);

        assertThat(receiver.advance(START_NS, 100)).as("nothing opened").isFalse();
        receiver.opened(EpochUpdates.spi(2), 101);
        receiver.advance(START_NS, 90);
        assertThat(updates.activeEpoch(KeyLayer.CONTENT)).isEqualTo(2);
        assertThat(updates.oldestEpoch(KeyLayer.CONTENT)).as("91 to 100 may come").isEqualTo(1);
        receiver.advance(START_NS, 100);
        assertThat(updates.oldestEpoch(KeyLayer.CONTENT)).isEqualTo(2);
    }

    @Test
    void aReceiverThatWasLeftBehindByManyEpochsCatchesUpByWhatItOpens() {
        EpochUpdates updates = new EpochUpdates(KeyLayer.CONTENT, 1, 1, 2);
        OpenedEpochs receiver = opened(updates);
        for (int i = 0; i < 8; i++) {
            updates.install();
            receiver.onApplied(START_NS);
        }
        receiver.opened(EpochUpdates.spi(10), 101);

        receiver.advance(START_NS, 99);
        assertThat(updates.oldestEpoch(KeyLayer.CONTENT)).as("100 is missing and may be of any").isEqualTo(1);
        receiver.advance(START_NS, 100);

        assertThat(updates.activeEpoch(KeyLayer.CONTENT)).isEqualTo(10);
        assertThat(updates.oldestEpoch(KeyLayer.CONTENT)).isEqualTo(10);
        assertThat(receiver.isIdle()).isTrue();
    }

    @Test
    void theSenderWaitsForAllReceiversWithAnEpochThatCameWithItsBundle() {
        EpochUpdates updates = new EpochUpdates(KeyLayer.CONTENT, 1, 1, 2);
        SealedEpochs sender = new SealedEpochs(content(updates));
        sender.start(START_NS);

        assertThat(sender.check(START_NS + 20 * MS, 1, 0, 0)).isFalse();
        assertThat(sender.check(START_NS + 20 * MS, 2, 40, 50)).isTrue();
        assertThat(sender.first()).isEqualTo(51);
        assertThat(sender.firstOfPrevious()).isEqualTo(1);
    }

    @Test
    void theSenderGoesOnTwiceOnlyWhenWhatIsTwoBackIsStable() {
        EpochUpdates updates = new EpochUpdates(KeyLayer.CONTENT, 1, 1, 2);
        SealedEpochs sender = new SealedEpochs(content(updates));
        sender.start(START_NS);
        sender.check(START_NS + 20 * MS, 2, 40, 50);
        updates.install();
        sender.onApplied(START_NS + 20 * MS);

        assertThat(sender.check(START_NS + 40 * MS, 3, 49, 60)).isFalse();
        assertThat(sender.isHeld(START_NS + 600 * MS)).isTrue();
        assertThat(sender.check(START_NS + 600 * MS, 3, 50, 60)).isTrue();
        assertThat(sender.first()).isEqualTo(61);
        assertThat(sender.firstOfPrevious()).isEqualTo(51);
    }

    /** A receiver that has the epoch with the number before, which this sender never had, must not wait for what was sealed before the jump. */
    @Test
    void theSenderThatWasGivenLaterKeysHasNotUsedTheEpochBeforeThose() {
        EpochUpdates updates = new EpochUpdates(KeyLayer.CONTENT, 13, 13, 13);
        SealedEpochs sender = new SealedEpochs(content(updates));
        sender.start(START_NS);
        updates.jumpTo(40);
        sender.onApplied(START_NS);

        assertThat(sender.check(START_NS + 20 * MS, 40, 999, 999)).isTrue();
        assertThat(sender.first()).isEqualTo(1000);
        assertThat(sender.firstOfPrevious()).isEqualTo(1000);
    }

    private TransportChangeover transport(EpochUpdates updates) {
        TransportChangeover made = new TransportChangeover(
                new Changeover(KeyLayer.TRANSPORT, updates, events), updates);
        made.start(START_NS);
        return made;
    }

    private Changeover content(EpochUpdates updates) {
        return new Changeover(KeyLayer.CONTENT, updates, events);
    }

    private OpenedEpochs opened(EpochUpdates updates) {
        return new OpenedEpochs(updates, content(updates));
    }

    private List<EngineEvent> drained() {
        List<EngineEvent> all = new ArrayList<>();
        events.drain(all::add, Integer.MAX_VALUE);
        return all;
    }
}
