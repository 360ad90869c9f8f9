package io.trackmc.sim.check;

import io.trackmc.proto.engine.EngineEvent;
import io.trackmc.sim.observe.Transmission;
import io.trackmc.sim.observe.Violations;
import io.trackmc.sim.observe.WorldObserver;

import java.util.BitSet;
import org.agrona.collections.Long2LongHashMap;

/**
 * Checks that no confirmation is claimed before it was given: by no receiver, and by no parent for its children. A parent may pass over
 * those that are not its children any more; how many are left it says too. A
 * child that comes late does not make a parent take back what it has said before, but the parent says no more until the child has come so
 * far.
 */
public final class ConfirmTruthChecker implements WorldObserver {

    private static final int SUBTREE_CONFIRMED = 24;
    private static final int RECEIVER_COUNT = 40;
    private static final long NOTHING = -1;

    private final Violations violations;
    private final Confirmations confirmations;
    private final Tree tree;
    private final BitSet receivers;
    private final Long2LongHashMap said = new Long2LongHashMap(NOTHING);
    private final Long2LongHashMap saidBeforeBind = new Long2LongHashMap(NOTHING);
    /** What a receiver had confirmed before it was started again: a parent may still count that run, of which packets may be under way. */
    private final Long2LongHashMap confirmedBefore = new Long2LongHashMap(NOTHING);

    private final BitSet inSession = new BitSet();

    /** The collaborators must be observers of the same world, and be added before this one. */
    ConfirmTruthChecker(Violations violations, Confirmations confirmations, Tree tree, BitSet receivers) {
        this.violations = violations;
        this.confirmations = confirmations;
        this.tree = tree;
        this.receivers = receivers;
    }

    @Override
    public void onHost(long atNs, int node, int run, HostChange change) {
        if (change == HostChange.STARTED) {
            said.remove(node);
            confirmedBefore.put(node, confirmations.upTo(node));
            inSession.clear(node);
        }
    }

    @Override
    public void onEvent(long atNs, int node, EngineEvent event) {
        if (event instanceof EngineEvent.ChildBound bound) {
            saidBeforeBind.put(pair(node, bound.child()), Math.max(0, said.get(node)));
            if (inSession.get(bound.child())) {
                confirmedBefore.remove(bound.child());
            }
        } else if (event instanceof EngineEvent.SessionOpened) {
            inSession.set(node);
        }
    }

    @Override
    public void onTransmit(long atNs, Transmission transmission) {
        byte[] datagram = transmission.bytes();
        if (!WireView.isWhole(datagram) || WireView.type(datagram) != WireView.TRACK) {
            return;
        }
        int node = transmission.node();
        long claim = WireView.body64(datagram, SUBTREE_CONFIRMED);
        if (receivers.get(node)) {
            judge(atNs, node, claim, node, NOTHING);
        } else {
            check(atNs, node, claim, WireView.body32(datagram, RECEIVER_COUNT));
        }
    }

    /**
     * Judges what {@code parent} says that all below it have confirmed: on the wire, or to its application.
     *
     * @param count how many receivers it says are below it; of none it may say anything
     */
    public void check(long atNs, int parent, long claim, long count) {
        if (count == 0) {
            said.put(parent, Math.max(said.get(parent), claim));
            return;
        }
        BitSet children = tree.children(parent);
        for (int child = children.nextSetBit(0); child >= 0; child = children.nextSetBit(child + 1)) {
            long before = saidBeforeBind.get(pair(parent, child));
            if (receivers.get(child)) {
                judge(atNs, parent, claim, child, Math.max(before, confirmedBefore.get(child)));
            } else if (claim > Math.max(before, said.get(child))) {
                violations.report("confirm", atNs,
                        "node %d says that all up to %,d is confirmed, but its child %d has said so up to %,d only"
                                .formatted(parent, claim, child, said.get(child)));
            }
        }
        said.put(parent, Math.max(said.get(parent), claim));
    }

    private void judge(long atNs, int node, long claim, int receiver, long before) {
        if (claim > Math.max(before, confirmations.upTo(receiver))) {
            violations.report("confirm", atNs,
                    "node %d says that all up to %,d is confirmed, but receiver %d has confirmed up to %,d"
                            .formatted(node, claim, receiver, confirmations.upTo(receiver)));
        }
    }

    private static long pair(int parent, int child) {
        return ((long) parent << Integer.SIZE) | child;
    }
}
