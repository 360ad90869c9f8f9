package io.trackmc.net.metrics;

import io.trackmc.proto.tree.Child;
import io.trackmc.proto.tree.ChildTable;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** Figures of one node. Written by its driver's thread only; read by any thread, which sees each whole and recent. Allocates nothing. */
public final class NodeFigures {

    private static final VarHandle VALUE = MethodHandles.arrayElementVarHandle(long[].class);

    private final long[] values = new long[FigureId.values().length];

    /** The present figure; 0 until it is published. */
    public long get(FigureId id) {
        return (long) VALUE.getOpaque(values, id.ordinal());
    }

    /** Publishes a figure. */
    public void set(FigureId id, long value) {
        VALUE.setOpaque(values, id.ordinal(), value);
    }

    /** Publishes whether the node does its work. */
    public void set(Readiness readiness) {
        set(FigureId.READINESS, readiness.ordinal());
    }

    /** Whether the node does its work. */
    public Readiness readiness() {
        return Readiness.values()[(int) get(FigureId.READINESS)];
    }

    /** Publishes how many children there are that count, by kind, and how many receivers below them. */
    public void set(ChildTable children) {
        int repairHeads = 0;
        int receivers = 0;
        long below = 0;
        for (int i = 0; i < children.size(); i++) {
            Child child = children.at(i);
            if (child != null && child.isBound()) {
                repairHeads += child.isRepairHead() ? 1 : 0;
                receivers += child.isRepairHead() ? 0 : 1;
                below += child.report().receiverCount();
            }
        }
        set(FigureId.REPAIR_HEADS, repairHeads);
        set(FigureId.RECEIVERS, receivers);
        set(FigureId.SUBTREE_RECEIVERS, below);
    }
}
