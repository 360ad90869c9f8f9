package io.trackmc.proto.tree;

import io.trackmc.proto.protect.Incarnation;

/** Which runs of the source a child has done with, so that it goes into none of them again. */
final class SourceRuns {

    private Incarnation finished = Incarnation.ZERO;
    private Incarnation newest = Incarnation.ZERO;

    /** The session of {@code run} is over for this child. */
    void finished(Incarnation run) {
        finished = run;
    }

    /** Whether the session of {@code run} is over for this child. */
    boolean isFinished(Incarnation run) {
        return !finished.equals(Incarnation.ZERO) && !run.isLaterThan(finished);
    }

    /** This child is in the session of {@code run} now. */
    void joined(Incarnation run) {
        newest = run;
    }

    /** Whether this child was in the session of a later run. */
    boolean isLeftBehind(Incarnation run) {
        return newest.isLaterThan(run);
    }
}
