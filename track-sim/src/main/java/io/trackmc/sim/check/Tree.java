package io.trackmc.sim.check;

import io.trackmc.proto.engine.EngineEvent;
import io.trackmc.sim.observe.WorldObserver;

import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;

/**
 * Who is whose child, as the parents themselves report it; a run that has ended is nobody's child, even if its parent does not
 * know yet. Judges nothing; other checkers ask it.
 */
public final class Tree implements WorldObserver {

    private static final BitSet NOBODY = new BitSet();

    private final Map<Integer, BitSet> children = new TreeMap<>();

    /** Children that {@code parent} has admitted and not lost; not to be changed. */
    public BitSet children(int parent) {
        return children.getOrDefault(parent, NOBODY);
    }

    @Override
    public void onHost(long atNs, int node, int run, HostChange change) {
        if (change == HostChange.STARTED || change == HostChange.CRASHED) {
            children.remove(node);
            children.values().forEach(ofParent -> ofParent.clear(node));
        }
    }

    @Override
    public void onEvent(long atNs, int node, EngineEvent event) {
        switch (event) {
            case EngineEvent.ChildBound bound -> children.computeIfAbsent(node, ignored -> new BitSet())
                    .set(bound.child());
            case EngineEvent.ChildGone gone -> children.computeIfAbsent(node, ignored -> new BitSet())
                    .clear(gone.child());
            default -> {
                // Does not change the tree.
            }
        }
    }
}
