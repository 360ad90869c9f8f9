package io.trackmc.sender;

/**
 * Who is in the tree, as the sender knows from its children's reports.
 *
 * @param receivers receivers in the whole tree
 * @param children the sender's own children, receivers and repair heads
 * @param failed receivers given up that have not come back
 */
public record Members(int receivers, int children, int failed) {}
