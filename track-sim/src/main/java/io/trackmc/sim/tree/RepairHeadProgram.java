package io.trackmc.sim.tree;

import io.trackmc.proto.repairhead.RepairHeadEngine;
import io.trackmc.proto.repairhead.RepairHeadState;
import io.trackmc.sim.node.Program;

/** A repair head; it has no application. */
public final class RepairHeadProgram implements Program {

    private final RepairHeadEngine engine;

    RepairHeadProgram(RepairHeadEngine engine) {
        this.engine = engine;
    }

    @Override
    public RepairHeadEngine engine() {
        return engine;
    }

    /** Whether the session is over for the repair head and its subtree. */
    public boolean isFinished() {
        return engine.state() == RepairHeadState.WAITING || engine.state() == RepairHeadState.DRAINED;
    }

    @Override
    public boolean work(long nowNs) {
        return false;
    }
}
