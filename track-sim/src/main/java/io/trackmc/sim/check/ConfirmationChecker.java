package io.trackmc.sim.check;

import io.trackmc.proto.engine.EngineEvent;
import io.trackmc.sim.observe.Violations;
import io.trackmc.sim.observe.WorldObserver;

import java.util.BitSet;
import java.util.function.IntPredicate;

/** Checks that nobody is told that all is done while a receiver that the tree answers for still lacks something. */
public final class ConfirmationChecker implements WorldObserver {

    private final Violations violations;
    private final DeliveryChecker deliveries;
    private final int source;
    private final IntPredicate complete;
    private final BitSet answeredFor;

    /**
     * @param complete whether a receiver has what it may confirm
     * @param answeredFor receivers that were neither down nor cut off long enough to be given up
     */
    ConfirmationChecker(Violations violations, DeliveryChecker deliveries, IntPredicate complete, int source,
            BitSet answeredFor) {
        this.violations = violations;
        this.deliveries = deliveries;
        this.complete = complete;
        this.source = source;
        this.answeredFor = answeredFor;
    }

    @Override
    public void onEvent(long atNs, int node, EngineEvent event) {
        if (!(event instanceof EngineEvent.Finished)) {
            return;
        }
        if (node != source) {
            check(atNs, node, node);
            return;
        }
        for (int each = answeredFor.nextSetBit(0); each >= 0; each = answeredFor.nextSetBit(each + 1)) {
            check(atNs, node, each);
        }
    }

    private void check(long atNs, int finished, int receiver) {
        if (answeredFor.get(receiver) && !complete.test(receiver)) {
            violations.report("confirmation", atNs,
                    "node %d is finished, but receiver %d has only %,d of %,d messages".formatted(
                            finished, receiver, deliveries.delivered(receiver), deliveries.offered()));
        }
    }
}
