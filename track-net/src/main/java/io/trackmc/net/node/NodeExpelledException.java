package io.trackmc.net.node;

/** An authority has expelled this node from its group: it has no keys any more, and would be refused. */
public final class NodeExpelledException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /**
     * Of a node.
     *
     * @param node its name
     */
    public NodeExpelledException(String node, String group) {
        super(node + " was expelled from group " + group);
    }
}
