package io.trackmc.sim.drill;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One thing that goes wrong, or right again.
 *
 * @param atNs when, in nanoseconds since the source began to send
 * @param verb what happens
 * @param who to whom
 * @param forNs how long it lasts; 0 when it does not end by itself
 * @param everyNs from one of the selected nodes to the next; 0 for all at once
 * @param rounds how often it goes through the selected nodes
 * @param extent how bad it is
 */
public record Step(long atNs, Verb verb, Selector who, long forNs, long everyNs, int rounds,
        Extent extent) {

    /** So much loss makes ten Heartbeats in a row lost now and then. */
    private static final double MUCH = 0.4;

    /** When it is over for the last of the selected nodes; nanoseconds since the source began. */
    public long endNs(DrillTree tree) {
        return atNs + everyNs * ((long) rounds * who.count(tree) - 1) + forNs;
    }

    /** The nodes that it hits, in order, as often as it does. */
    public List<Integer> nodes(DrillTree tree, RandomGenerator random) {
        List<Integer> nodes = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            nodes.addAll(who.select(tree, random));
        }
        return nodes;
    }

    /** A node that is named and is not in that tree, such as one of a smaller group; null when all are. */
    public @Nullable String missing(DrillTree tree) {
        return SelectorText.missing(who, tree);
    }

    /** Whether who is hit may be taken for one that is gone: a parent that is left because of it is not left needlessly. */
    boolean mayLookGone(DrillTiming timing) {
        return switch (verb) {
            case PAUSE, DRAIN, PARTITION -> true;
            case LOSE -> extent.share() >= MUCH;
            case DELAY -> extent.delayNs() + extent.jitterNs() >= timing.detectionNs();
            default -> false;
        };
    }

    boolean hitsSender() {
        return who instanceof Selector.Named named && named.name().equals(DrillTree.SENDER_NAME);
    }
}
