package io.trackmc.sim.tree;

import io.trackmc.proto.repairhead.RepairHeadEngine;
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

    @Override
    public boolean work(long nowNs) {
        return false;
    }
}
