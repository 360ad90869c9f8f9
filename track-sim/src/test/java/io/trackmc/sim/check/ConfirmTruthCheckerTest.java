package io.trackmc.sim.check;

import static io.trackmc.sim.check.TestDatagram.arriving;
import static io.trackmc.sim.check.TestDatagram.odata;
import static io.trackmc.sim.check.TestDatagram.unicast;
import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.engine.EngineEvent;
import io.trackmc.proto.wire.ConfirmOn;
import io.trackmc.sim.net.Datagram.Origin;
import io.trackmc.sim.observe.Observers;
import io.trackmc.sim.observe.Violations;

import java.util.BitSet;
import org.junit.jupiter.api.Test;

class ConfirmTruthCheckerTest {

    private static final int SOURCE = 1;
    private static final int HEAD = 2;
    private static final int RECEIVER = 3;

    private final Violations violations = new Violations();
    private final Observers world = new Observers();

    @Test
    void shouldFindAConfirmationThatTheApplicationHasNotGiven() {
        ConfirmTruthChecker checker = watch(ConfirmOn.APPLICATION);
        world.onArrival(1, RECEIVER, arriving(SOURCE, odata(SOURCE, 1, 0), Origin.SENT));
        world.onConfirmed(2, RECEIVER, 1);
        world.onTransmit(3, unicast(RECEIVER, TestDatagram.confirming(RECEIVER, 1)));
        checker.check(3, HEAD, 1, 1);
        assertThat(violations.isEmpty()).isTrue();

        world.onArrival(4, RECEIVER, arriving(SOURCE, odata(SOURCE, 2, 0), Origin.SENT));
        world.onTransmit(5, unicast(RECEIVER, TestDatagram.confirming(RECEIVER, 2)));
        assertThat(violations.count()).isEqualTo(1);
        checker.check(6, HEAD, 2, 1);
        assertThat(violations.count()).isEqualTo(2);
    }

    @Test
    void shouldTakeWhatCameForAConfirmationWhereThatIsTheRule() {
        watch(ConfirmOn.RECEIVE);
        world.onArrival(1, RECEIVER, arriving(SOURCE, odata(SOURCE, 1, 0), Origin.SENT));
        world.onTransmit(2, unicast(RECEIVER, TestDatagram.confirming(RECEIVER, 1)));
        assertThat(violations.isEmpty()).isTrue();
        world.onTransmit(3, unicast(RECEIVER, TestDatagram.confirming(RECEIVER, 2)));
        assertThat(violations.count()).isEqualTo(1);
    }

    private ConfirmTruthChecker watch(ConfirmOn rule) {
        Holdings holdings = new Holdings();
        Tree tree = new Tree();
        Confirmations confirmations = new Confirmations(rule, holdings);
        BitSet receivers = new BitSet();
        receivers.set(RECEIVER);
        ConfirmTruthChecker checker = new ConfirmTruthChecker(violations, confirmations, tree, receivers);
        world.add(holdings);
        world.add(tree);
        world.add(confirmations);
        world.add(checker);
        world.onEvent(0, HEAD, new EngineEvent.ChildBound(RECEIVER, false));
        return checker;
    }
}
