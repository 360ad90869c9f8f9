package io.trackmc.sim.receipt;

import io.trackmc.proto.engine.EngineEvent;
import io.trackmc.proto.receipt.ReceiptBook;
import io.trackmc.proto.tree.Region;
import io.trackmc.sim.node.Program;
import io.trackmc.sim.node.SimNode;
import io.trackmc.sim.observe.WorldObserver;
import io.trackmc.sim.tree.RepairHeadProgram;
import io.trackmc.sim.tree.SourceProgram;
import io.trackmc.sim.world.World;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes the receipts of all parents of a world at the end of each interval, as their drivers do: not while a node stands still, and once more when a repair head has left the tree in
 * order. What a node that crashes has not been asked for is lost.
 */
public final class ReceiptTaker implements WorldObserver {

    private final World world;
    private final long intervalNs;
    private final ReceiptTruth truth;
    private final List<Taken> taken = new ArrayList<>();
    private boolean ended;

    /**
     * What a parent said at the end of an interval.
     *
     * @param node id of the parent
     */
    public record Taken(int node, long atNs, ReceiptBook book) {}

    /** Begins at once. The truth must be an observer of the same world, and be added before this one. */
    public ReceiptTaker(World world, long intervalNs, ReceiptTruth truth) {
        this.world = world;
        this.intervalNs = intervalNs;
        this.truth = truth;
        world.at(world.nowNs() + intervalNs, this::takeAll);
    }

    /** The end: takes what there is, and nothing afterwards. */
    public List<Taken> end() {
        ended = true;
        world.nodes().forEach(this::take);
        return List.copyOf(taken);
    }

    @Override
    public void onEvent(long atNs, int node, EngineEvent event) {
        if (event instanceof EngineEvent.Drained) {
            take(world.node(node));
        }
    }

    private void takeAll() {
        if (!ended) {
            world.nodes().stream().filter(node -> node.isRunning() && !node.isPaused()).forEach(this::take);
            world.at(world.nowNs() + intervalNs, this::takeAll);
        }
    }

    private void take(SimNode node) {
        Region region = region(node.program());
        if (region != null) {
            truth.onTaken(node.id(), region.session().isClosed() ? region.session().closeSequence() : 0);
            for (ReceiptBook book : region.takeReceipts()) {
                taken.add(new Taken(node.id(), world.nowNs(), book));
            }
        }
    }

    private static @Nullable Region region(@Nullable Program program) {
        return switch (program) {
            case SourceProgram source -> source.engine().region();
            case RepairHeadProgram head -> head.engine().region();
            case null, default -> null;
        };
    }
}
