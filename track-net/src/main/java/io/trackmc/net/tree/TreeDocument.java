package io.trackmc.net.tree;

import java.util.List;

/**
 * What is told of a tree at one moment.
 *
 * @param at when, milliseconds since 1970 by the clock of the node that tells it
 * @param nodes each once, those that tell it first
 * @param below the management addresses that are asked
 * @param moves of children from one parent to another, oldest first
 * @param leftOut nodes that were told of and are not here: too deep, too many, or too old
 */
public record TreeDocument(long at, List<Heard> nodes, List<Feed> below, List<TreeEvent> moves, long leftOut) {

    /** Keeps copies of the lists. */
    public TreeDocument {
        nodes = List.copyOf(nodes);
        below = List.copyOf(below);
        moves = List.copyOf(moves);
    }

    /** What nodes of one process tell of themselves. */
    public static TreeDocument own(long at, List<TreeNode> own) {
        return new TreeDocument(at, own.stream().map(node -> new Heard(node, 0, 0)).toList(), List.of(), List.of(), 0);
    }

    /**
     * What a node has said, and how it came here.
     *
     * @param depth addresses that it came through; 0 for a node of this process
     * @param ageMs how long ago it said so
     */
    public record Heard(TreeNode node, int depth, long ageMs) {

        private static final long QUIET_MS = 8_000;
        private static final long QUIET_MS_PER_HOP = 4_000;

        /** Whether it should have said something since. */
        public boolean isSilent() {
            return ageMs > QUIET_MS + depth * QUIET_MS_PER_HOP;
        }
    }

    /**
     * An address that is asked.
     *
     * @param url of the address
     * @param ageMs how long ago it last told a tree; -1 for never
     * @param fault why it tells none now; empty while it does
     */
    public record Feed(String url, long ageMs, String fault) {}
}
