package io.trackmc.proto.tree;

import org.agrona.collections.IntHashSet;

/**
 * Receivers of a subtree that are no child's any more: those that confirmed and left, and those that were given up.
 *
 * <p>A confirmation is counted once in the whole tree. A receiver gives its own to one parent only, which counts each id once in a
 * session. A repair head that falls silent has told of its own in Tracks: they are kept here, and it does not tell another parent of
 * them; when the same run of it speaks again here, its Tracks tell of them instead. What cannot be remembered so is not counted, for
 * a receiver too few is looked into, and one too many is not.
 *
 * <p>One that came late holds less than the session, and must not stand for one that should hold all of it: it is counted apart.
 *
 * <p>A receiver that was given up may turn up again, here or elsewhere in the tree; here it is taken off the list again. Sums of
 * what children claim never overflow.
 */
public final class SubtreeTally {

    private final FailureList failures;
    private final FailureList reported = new FailureList(FailureList.CAPACITY);
    private final KeptCounts kept = new KeptCounts();
    private final IntHashSet confirmed;
    private final int mostConfirmed;
    private int complete;
    private int late;
    private int failed;

    /** @param mostConfirmed most receivers that can confirm here in one session */
    public SubtreeTally(int mostConfirmed) {
        this.confirmed = new IntHashSet();
        this.mostConfirmed = mostConfirmed;
        this.failures = new FailureList(Math.max(FailureList.CAPACITY, mostConfirmed));
    }

    /** {@code a + b} of two counts that are not negative, at most what the wire carries. */
    public static int sum(int a, int b) {
        return (int) Math.min((long) a + b, Integer.MAX_VALUE);
    }

    /** A repair head left with the counts of its own subtree. */
    void departed(FarewellCounts counts) {
        complete = sum(complete, counts.complete());
        late = sum(late, counts.late());
        failed = sum(failed, counts.failed());
    }

    /**
     * A receiver confirmed and left.
     *
     * @param cameLate whether it confirmed less than the whole session
     * @return whether it is counted, which it is the first time while there is room
     */
    boolean confirmed(int id, boolean cameLate) {
        boolean counts = confirmed.size() < mostConfirmed && confirmed.add(id);
        if (counts && cameLate) {
            late = sum(late, 1);
        } else if (counts) {
            complete = sum(complete, 1);
        }
        return counts;
    }

    /** Whether a receiver was counted here as one that confirmed and left. */
    public boolean hasConfirmed(int id) {
        return confirmed.contains(id);
    }

    /** A repair head is gone without a good-bye: what its subtree had confirmed stays confirmed. */
    void keep(int id, long run, int completeCount, int lateCount) {
        if ((completeCount > 0 || lateCount > 0) && kept.add(id, run, completeCount, lateCount)) {
            complete = sum(complete, completeCount);
            late = sum(late, lateCount);
        }
    }

    /**
     * A child was given up, or sent away as too slow.
     *
     * @param receivers receivers in its subtree that had not confirmed, 1 for a receiver itself
     */
    void failed(int id, int receivers, boolean tooSlow) {
        if (receivers > 0) {
            failures.add(id, receivers, tooSlow);
            failed = sum(failed, receivers);
        }
    }

    /** A node that was given up is bound again; the same run of it tells anew of what was kept for it. */
    void returned(int id, long run) {
        failed = Math.max(0, failed - failures.remove(id));
        reported.remove(id);
        int place = kept.find(id, run);
        if (place >= 0) {
            complete = Math.max(0, complete - kept.complete(place));
            late = Math.max(0, late - kept.late(place));
            kept.remove(place);
        }
    }

    /** A child's Track names a receiver that was given up below. */
    void reportedFailed(int id, boolean tooSlow) {
        reported.add(id, 0, tooSlow);
    }

    /** Receivers that confirmed the closed session from its first sequence on and left. */
    public int complete() {
        return complete;
    }

    /** Receivers that came late, confirmed the rest of the session and left. */
    public int late() {
        return late;
    }

    /** Receivers given up, as far as this node decided it or departed children told. */
    public int failed() {
        return failed;
    }

    /** Receivers, and repair heads with receivers, that this node gave up. */
    public FailureList failures() {
        return failures;
    }

    /** Nodes that children reported as given up. */
    public FailureList reported() {
        return reported;
    }

    /** Forgets so many that were given up, and all their names: a parent answers for them now. */
    public void handOverFailed(int count) {
        failures.clear();
        reported.clear();
        failed = Math.max(0, failed - count);
    }

    /** Forgets everything: another session begins. */
    public void clear() {
        handOverFailed(failed);
        kept.clear();
        confirmed.clear();
        complete = 0;
        late = 0;
    }
}
