package io.trackmc.sim.rekey;

import io.trackmc.proto.event.DropReason;
import io.trackmc.sim.tree.SourceProgram;
import io.trackmc.sim.tree.Topology;
import io.trackmc.sim.world.World;
import java.util.ArrayDeque;
import java.util.Queue;

/** Makes the rekeys of a plan in a world, each at its time, and hands them to the sender. */
public final class RekeyDriver {

    private static final long AGAIN_NS = 10_000_000;

    private final World world;
    private final ToyAuthority authority;
    private final Queue<byte[]> waiting = new ArrayDeque<>();

    public RekeyDriver(World world, ToyAuthority authority) {
        this.world = world;
        this.authority = authority;
    }

    public void schedule(RekeyPlan plan) {
        for (RekeyPlan.Rekey rekey : plan.rekeys()) {
            world.at(rekey.atNs(), () -> {
                waiting.addAll(authority.rekey(rekey.layer(), rekey.change(), rekey.expelled()));
                handOver();
            });
        }
    }

    /** A sender that is not there yet gets them when it is: others may lack what it is given with its registration. */
    private void handOver() {
        if (!(world.node(Topology.SENDER).program() instanceof SourceProgram source)) {
            world.at(world.nowNs() + AGAIN_NS, this::handOver);
            return;
        }
        world.node(Topology.SENDER).tell(nowNs -> {
            for (byte[] inner = waiting.poll(); inner != null; inner = waiting.poll()) {
                DropReason refused = source.engine().rekey(inner, nowNs);
                if (refused != null && refused != DropReason.DUPLICATE) {
                    world.violations().report("rekey", world.nowNs(), "the sender refuses a rekey: " + refused);
                }
            }
        });
    }
}
