package io.trackmc.sender;

import io.trackmc.keys.transport.bundle.NodeRole;
import io.trackmc.net.node.NodeSetup;
import io.trackmc.proto.engine.EngineEvent;
import io.trackmc.proto.engine.EngineEvent.ChildBound;
import io.trackmc.proto.engine.EngineEvent.ChildGone;
import io.trackmc.proto.engine.EngineEvent.ChildLoss;
import io.trackmc.proto.engine.EngineEvent.Expelled;
import io.trackmc.proto.sender.SenderEngine;
import io.trackmc.proto.tree.FailureList;
import io.trackmc.sender.FailedReceiver.Reason;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The receivers that will not confirm, and why. Repair heads are never among them: who was below one is either somewhere else by now,
 * or named by itself. On the driver's thread.
 */
final class FailedReceivers {

    private final SenderEngine engine;
    private final NodeSetup setup;
    private final Map<Integer, Reason> gone = new LinkedHashMap<>();
    private final Set<Integer> expelled = new LinkedHashSet<>();

    FailedReceivers(SenderEngine engine, NodeSetup setup) {
        this.engine = engine;
        this.setup = setup;
    }

    /**
     * Keeps in mind which children left, at most as many as the engine names, without those that have confirmed, which may have been started again since; and who was expelled, but for
     * repair heads of the roster. That has only those who may be children of this node: of others nobody says here what they are, and most are receivers.
     */
    void onEvent(EngineEvent event) {
        if (event instanceof Expelled shutOut && isReceiver(shutOut.nodeId())) {
            expelled.add(shutOut.nodeId());
        } else if (event instanceof ChildBound bound) {
            gone.remove(bound.child());
        } else if (event instanceof ChildGone left && left.why() != ChildLoss.DONE
                && !engine.region().tally().hasConfirmed(left.child()) && gone.size() < FailureList.CAPACITY) {
            gone.put(left.child(), reason(left.why()));
        }
    }

    /** How many failed, and those that are known now; nobody once all have confirmed, whatever happened to them before. */
    Failures now() {
        if (engine.completeCount() >= engine.expectedReceivers()) {
            return new Failures(0, List.of(), expelledNames());
        }
        Map<Integer, Reason> reasons = new LinkedHashMap<>();
        addAll(reasons, engine.region().tally().failures());
        addAll(reasons, engine.region().tally().reported());
        if (engine.receiverCount() == 0) {
            gone.forEach(reasons::putIfAbsent); // else it may have gone to another parent
        }
        List<FailedReceiver> known = reasons.entrySet().stream()
                .filter(each -> isReceiver(each.getKey()) && !expelled.contains(each.getKey()))
                .map(each -> new FailedReceiver(
                        each.getKey(), setup.config().nameOf(each.getKey()), each.getValue()))
                .toList();
        return new Failures(engine.failureCount(), known, expelledNames());
    }

    private List<String> expelledNames() {
        return expelled.stream().map(setup.config()::nameOf).toList();
    }

    private boolean isReceiver(int id) {
        return setup.bundle().roster().roleOf(id) != NodeRole.REPAIR_HEAD;
    }

    private static Reason reason(ChildLoss why) {
        return switch (why) {
            case TOO_SLOW -> Reason.TOO_SLOW;
            case LEFT, EJECTED, DONE, EXPELLED -> Reason.LEFT;
            case SILENT, RESTARTED -> Reason.SILENT;
        };
    }

    private static void addAll(Map<Integer, Reason> reasons, FailureList failures) {
        for (int i = 0; i < failures.size(); i++) {
            reasons.putIfAbsent(failures.get(i), failures.isTooSlow(i) ? Reason.TOO_SLOW : Reason.SILENT);
        }
    }
}
