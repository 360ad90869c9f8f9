package io.trackmc.sim.fault;

import io.trackmc.proto.engine.EngineEvent;
import io.trackmc.sim.node.SimNode;
import io.trackmc.sim.observe.WorldObserver;
import io.trackmc.sim.tree.RepairHeadProgram;
import io.trackmc.sim.world.World;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Makes faults happen in a world, each at its time, and ends them. */
public final class FaultDriver implements WorldObserver {

    private final World world;
    private final List<Fault.Cut> cuts = new ArrayList<>();

    public FaultDriver(World world) {
        this.world = world;
        world.observe(this);
    }

    /** Puts faults into the future of the world; one that is due begins at once. */
    public void schedule(List<Fault> faults) {
        for (Fault fault : faults) {
            if (fault.atNs() <= world.nowNs()) {
                begin(fault);
            } else {
                world.at(fault.atNs(), () -> begin(fault));
            }
            world.at(fault.untilNs(), () -> end(fault));
        }
    }

    private void begin(Fault fault) {
        switch (fault) {
            case Fault.Pause pause -> world.node(pause.node()).pause();
            case Fault.Crash crash -> world.node(crash.node()).crash();
            case Fault.Drain drain -> drain(drain.node());
            case Fault.Cut cut -> {
                cuts.add(cut);
                applyCuts();
            }
            case Fault.Clog clog -> world.network().clog(clog.from(), clog.to(), clog.untilNs());
        }
    }

    private void end(Fault fault) {
        switch (fault) {
            case Fault.Pause pause -> world.node(pause.node()).resume();
            case Fault.Crash crash -> restart(world.node(crash.node()));
            case Fault.Drain drain -> {
                world.node(drain.node()).crash();
                restart(world.node(drain.node()));
            }
            case Fault.Cut cut -> {
                cuts.remove(cut);
                applyCuts();
            }
            case Fault.Clog clog -> world.network().clog(clog.from(), clog.to(), 0);
        }
    }

    /** A repair head ends when it has left the tree; nobody else has anything to do before it goes. */
    public void drain(int node) {
        SimNode host = world.node(node);
        if (host.program() instanceof RepairHeadProgram repairHead) {
            host.tell(repairHead.engine()::drain);
        } else {
            host.crash();
        }
    }

    @Override
    public void onEvent(long atNs, int node, EngineEvent event) {
        if (event instanceof EngineEvent.Drained) {
            world.at(atNs, world.node(node)::crash);
        }
    }

    private static void restart(SimNode node) {
        if (!node.isRunning()) {
            node.start();
        }
    }

    private void applyCuts() {
        world.network().heal();
        for (Fault.Cut cut : cuts) {
            BitSet others = new BitSet();
            world.nodes().forEach(node -> others.set(node.id()));
            others.andNot(cut.nodes());
            if (cut.way() != Fault.Way.OUT_OF) {
                world.network().cut(others, cut.nodes());
            }
            if (cut.way() != Fault.Way.INTO) {
                world.network().cut(cut.nodes(), others);
            }
        }
    }
}
