package io.trackmc.sim.check;

import io.trackmc.proto.engine.EngineEvent;
import io.trackmc.proto.wire.SessionRules;
import io.trackmc.sim.net.Datagram;
import io.trackmc.sim.observe.Transmission;
import io.trackmc.sim.observe.Violations;
import io.trackmc.sim.observe.WorldObserver;

import java.util.BitSet;
import org.agrona.collections.Long2LongHashMap;

/**
 * Checks that the source counts up without holes, never sends new data beyond what each of its children has allowed in a
 * Track that reached it, or, in a timely session, a window beyond what it sent a hold time ago, and that nobody repairs what was never sent. What all children of a moment have allowed stays allowed
 * when another comes: a late joiner does not pull the window back.
 */
public final class FlowChecker implements WorldObserver {

    private static final int HIGHEST_ALLOWED = 16;
    private static final long UNKNOWN = -1;

    private final Violations violations;
    private final Tree tree;
    private final int source;
    private final HeldLongEnough held;
    private final Long2LongHashMap allowed = new Long2LongHashMap(UNKNOWN);
    private final Long2LongHashMap grantedBefore = new Long2LongHashMap(UNKNOWN);
    private long granted;
    private long highestSent;

    /** @param tree an observer of the same world, added before this one */
    public FlowChecker(Violations violations, Tree tree, int source) {
        this(violations, tree, source, new HeldLongEnough(SessionRules.DEFAULT, 0));
    }

    /** @param held what the hold time of a timely session permits */
    FlowChecker(Violations violations, Tree tree, int source, HeldLongEnough held) {
        this.violations = violations;
        this.tree = tree;
        this.source = source;
        this.held = held;
    }

    /** Highest sequence sent for the first time. */
    public long highestSent() {
        return highestSent;
    }

    @Override
    public void onEvent(long atNs, int node, EngineEvent event) {
        if (node != source) {
            return;
        }
        if (event instanceof EngineEvent.ChildBound bound) {
            allowed.remove(bound.child());
            grantedBefore.put(bound.child(), granted);
        } else if (event instanceof EngineEvent.ChildGone gone) {
            allowed.remove(gone.child());
            raiseGranted();
        }
    }

    @Override
    public void onArrival(long atNs, int node, Datagram datagram) {
        byte[] bytes = datagram.bytes();
        if (node == source && datagram.origin() != Datagram.Origin.FORGED && WireView.isWhole(bytes)
                && WireView.type(bytes) == WireView.TRACK) {
            int child = WireView.origin(bytes);
            allowed.put(child, Math.max(allowed.get(child), WireView.body64(bytes, HIGHEST_ALLOWED)));
            raiseGranted();
        }
    }

    @Override
    public void onTransmit(long atNs, Transmission transmission) {
        byte[] datagram = transmission.bytes();
        if (!WireView.isWhole(datagram) || !WireView.hasInner(datagram) || WireView.stream(datagram) != 0) {
            return;
        }
        long sequence = WireView.sequence(datagram);
        if (WireView.type(datagram) == WireView.ODATA) {
            onData(atNs, sequence);
        } else if (sequence > highestSent) {
            violations.report("flow", atNs, "node %d repairs sequence %,d, which was never sent".formatted(
                    transmission.node(), sequence));
        }
    }

    private void onData(long atNs, long sequence) {
        if (sequence != highestSent + 1) {
            violations.report("flow", atNs,
                    "sequence %,d sent for the first time after %,d".formatted(sequence, highestSent));
        }
        highestSent = Math.max(highestSent, sequence);
        checkAllowed(atNs, sequence);
        held.sent(atNs);
    }

    private void checkAllowed(long atNs, long sequence) {
        BitSet children = tree.children(source);
        for (int child = children.nextSetBit(0); child >= 0; child = children.nextSetBit(child + 1)) {
            long limit = allowed.get(child);
            if (limit != UNKNOWN && sequence > Math.max(Math.max(limit, held.limit(atNs)), grantedBefore.get(child))) {
                violations.report("flow", atNs,
                        "sequence %,d sent, but child %d allows up to %,d".formatted(sequence, child, limit));
            }
        }
    }

    private void raiseGranted() {
        BitSet children = tree.children(source);
        if (children.isEmpty()) {
            return;
        }
        long lowest = Long.MAX_VALUE;
        for (int child = children.nextSetBit(0); child >= 0; child = children.nextSetBit(child + 1)) {
            lowest = Math.min(lowest, allowed.get(child));
        }
        if (lowest != UNKNOWN) {
            granted = Math.max(granted, lowest);
        }
    }
}
