package io.trackmc.proto.tree;

/**
 * Receivers of a subtree that are no child's any more: those that confirmed and left, and those that were given up.
 *
 * <p>A receiver that was given up may turn up again, here or elsewhere in the tree; here it is taken off the list again. Sums of
 * what children claim never overflow.
 */
public final class SubtreeTally {

    private final FailureList failures = new FailureList();
    private final FailureList reported = new FailureList();
    private int complete;
    private int failed;

    /** {@code a + b} of two counts that are not negative, at most what the wire carries. */
    public static int sum(int a, int b) {
        return (int) Math.min((long) a + b, Integer.MAX_VALUE);
    }

    /** A child left with the counts of its own subtree. */
    void departed(int completeCount, int failureCount) {
        complete = sum(complete, completeCount);
        failed = sum(failed, failureCount);
    }

    /**
     * A child was given up. What its subtree had confirmed stays confirmed.
     *
     * @param receivers receivers in its subtree, 1 for a receiver itself
     * @param completeCount how many of them had confirmed
     */
    void failed(int id, int receivers, int completeCount) {
        int done = Math.min(completeCount, receivers);
        complete = sum(complete, done);
        if (receivers > done) {
            failures.add(id, receivers - done);
            failed = sum(failed, receivers - done);
        }
    }

    /** A node that was given up is bound again. */
    void returned(int id) {
        failed -= failures.remove(id);
        reported.remove(id);
    }

    /** A child's Track names a receiver that was given up below. */
    void reportedFailed(int id) {
        reported.add(id, 0);
    }

    /** Receivers that confirmed the closed session and left. */
    public int complete() {
        return complete;
    }

    /** Receivers given up, as far as this node decided it or departed children told. */
    public int failed() {
        return failed;
    }

    /** Whether there is nothing to report. */
    public boolean isEmpty() {
        return complete == 0 && failed == 0;
    }

    /** Receivers, and repair heads with receivers, that this node gave up. */
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
        failed = 0;
    }
}
