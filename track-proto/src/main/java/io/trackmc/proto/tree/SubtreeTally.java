package io.trackmc.proto.tree;

/**
 * Receivers of a subtree that are no child's any more: those that confirmed and left, and those that were given up.
 *
 * <p>A receiver that was given up may turn up again, here or elsewhere in the tree; here it is taken off the list again.
 */
public final class SubtreeTally {

    private final FailureList failures = new FailureList();
    private final FailureList reported = new FailureList();
    private int complete;
    private int failedBelow;

    /** A child left with the counts of its own subtree. */
    void departed(int completeCount, int failureCount) {
        complete += completeCount;
        failedBelow += failureCount;
    }

    /** A child was given up. What its subtree had confirmed stays confirmed. */
    void failed(int id, boolean repairHead, int receivers, int completeCount) {
        int done = Math.min(completeCount, receivers);
        complete += done;
        if (!repairHead && done == 0) {
            failures.add(id);
        } else if (repairHead) {
            failures.add(id);
            failedBelow += Math.max(0, receivers - done - 1);
        }
    }

    /** A node that was given up is bound again. */
    void returned(int id) {
        failures.remove(id);
        reported.remove(id);
    }

    /** A child's Track names a receiver that was given up below. */
    void reportedFailed(int id) {
        reported.add(id);
    }

    /** Receivers that confirmed the closed session and left. */
    public int complete() {
        return complete;
    }

    /** Receivers given up, as far as this node decided it or departed children told. */
    public int failed() {
        return failures.size() + failedBelow;
    }

    /** Nodes given up by this node. */
    public FailureList failures() {
        return failures;
    }

    /** Nodes that children reported as given up. */
    public FailureList reported() {
        return reported;
    }

    /** Forgets everything: it has been reported, or another session begins. */
    public void clear() {
        failures.clear();
        reported.clear();
        complete = 0;
        failedBelow = 0;
    }
}
