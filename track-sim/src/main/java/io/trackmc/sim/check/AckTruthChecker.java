package io.trackmc.sim.check;

import io.trackmc.proto.engine.EngineEvent;
import io.trackmc.sim.observe.Transmission;
import io.trackmc.sim.observe.Violations;
import io.trackmc.sim.observe.WorldObserver;

import java.util.BitSet;
import org.agrona.collections.Long2LongHashMap;

/**
 * Checks that acknowledgements are true: nobody acknowledges what never reached it, and no parent acknowledges for its subtree
 * what one of its children cannot have. A child that comes late does not make the parent take back what it has said
 * before, but the parent says no more until the child has it.
 */
public final class AckTruthChecker implements WorldObserver {

    private static final int CUM_ACK = 0;
    private static final int SUBTREE_CUM_ACK = 8;
    private static final long NOTHING = -1;

    private final Violations violations;
    private final Holdings holdings;
    private final Tree tree;
    private final Long2LongHashMap said = new Long2LongHashMap(NOTHING);
    private final Long2LongHashMap saidBeforeBind = new Long2LongHashMap(NOTHING);

    /** The collaborators must be observers of the same world, and be added before this one. */
    public AckTruthChecker(Violations violations, Holdings holdings, Tree tree) {
        this.violations = violations;
        this.holdings = holdings;
        this.tree = tree;
    }

    @Override
    public void onHost(long atNs, int node, int run, HostChange change) {
        said.remove(node);
    }

    @Override
    public void onEvent(long atNs, int node, EngineEvent event) {
        if (event instanceof EngineEvent.ChildBound bound) {
            saidBeforeBind.put(pair(node, bound.child()), Math.max(0, said.get(node)));
        }
    }

    @Override
    public void onTransmit(long atNs, Transmission transmission) {
        byte[] datagram = transmission.bytes();
        if (!WireView.isWhole(datagram) || WireView.type(datagram) != WireView.TRACK) {
            return;
        }
        int node = transmission.node();
        long cumAck = WireView.body64(datagram, CUM_ACK);
        long subtreeCumAck = WireView.body64(datagram, SUBTREE_CUM_ACK);
        long held = holdings.contiguous(node);
        if (cumAck > held) {
            violations.report("ack", atNs,
                    "node %d acknowledges up to %,d and can have up to %,d".formatted(node, cumAck, held));
        }
        if (subtreeCumAck > cumAck) {
            violations.report("ack", atNs,
                    "node %d acknowledges up to %,d for its subtree and up to %,d for itself".formatted(
                            node, subtreeCumAck, cumAck));
        }
        checkChildren(atNs, node, subtreeCumAck);
        said.put(node, subtreeCumAck);
    }

    private static long pair(int parent, int child) {
        return ((long) parent << Integer.SIZE) | child;
    }

    private void checkChildren(long atNs, int node, long subtreeCumAck) {
        BitSet children = tree.children(node);
        for (int child = children.nextSetBit(0); child >= 0; child = children.nextSetBit(child + 1)) {
            long held = holdings.contiguous(child);
            if (subtreeCumAck > Math.max(held, saidBeforeBind.get(pair(node, child)))) {
                violations.report("ack", atNs,
                        "node %d acknowledges up to %,d for its subtree, but its child %d can have up to %,d"
                                .formatted(node, subtreeCumAck, child, held));
            }
        }
    }
}
