package io.trackmc.sender;

import io.trackmc.keys.transport.bundle.NodeRole;
import io.trackmc.net.node.NodeSetup;
import io.trackmc.proto.engine.EngineEvent;
import io.trackmc.proto.engine.EngineEvent.ChildBound;
import io.trackmc.proto.engine.EngineEvent.ChildGone;
import io.trackmc.proto.engine.EngineEvent.ChildLoss;
import io.trackmc.proto.sender.SenderEngine;
import io.trackmc.proto.tree.FailureList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Names of the receivers that will not confirm. Repair heads are never among them: who was below one is either somewhere else by now,
 * or named by itself. On the driver's thread.
 */
final class FailedReceivers {

    private final SenderEngine engine;
    private final NodeSetup setup;
    private final Set<Integer> gone = new LinkedHashSet<>();

    FailedReceivers(SenderEngine engine, NodeSetup setup) {
        this.engine = engine;
        this.setup = setup;
    }

    /** Keeps in mind which children left; at most as many as the engine names. */
    void onEvent(EngineEvent event) {
        if (event instanceof ChildBound bound) {
            gone.remove(bound.child());
        } else if (event instanceof ChildGone left && left.why() != ChildLoss.DONE
                && gone.size() < FailureList.CAPACITY) {
            gone.add(left.child());
        }
    }

    /** Those that are known now; nobody once all have confirmed, whatever happened to them before. */
    List<String> names() {
        if (engine.completeCount() >= engine.expectedReceivers()) {
            return List.of();
        }
        Set<Integer> ids = new LinkedHashSet<>();
        addAll(ids, engine.region().tally().failures());
        addAll(ids, engine.region().tally().reported());
        if (engine.receiverCount() == 0) {
            ids.addAll(gone); // else it may have gone to another parent
        }
        return ids.stream().filter(this::isReceiver).map(setup.config()::nameOf).toList();
    }

    private boolean isReceiver(int id) {
        return setup.bundle().roster().roleOf(id) != NodeRole.REPAIR_HEAD;
    }

    private static void addAll(Set<Integer> ids, FailureList failures) {
        for (int i = 0; i < failures.size(); i++) {
            ids.add(failures.get(i));
        }
    }
}
