package io.trackmc.proto.tree;

import io.trackmc.proto.protect.Incarnation;

/**
 * Which runs of the source a child has done with, so that it goes into none of them again.
 *
 * <p>A run is what a parent says, and a parent may lie: of a later run than any that will ever be, too. So what only a parent has said counts
 * no longer than the bond with it. What the source's own content proves counts for good.
 */
final class SourceRuns {

    private Incarnation finished = Incarnation.ZERO;
    private Incarnation said = Incarnation.ZERO;
    private Incarnation proven = Incarnation.ZERO;

    /** The session of {@code run} is over for this child. */
    void finished(Incarnation run) {
        finished = run;
    }

    /** Whether the session of {@code run} is over for this child. */
    boolean isFinished(Incarnation run) {
        return !finished.equals(Incarnation.ZERO) && !run.isLaterThan(finished);
    }

    /** This child is in the session of {@code run} now, on the word of its parent. */
    void joined(Incarnation run) {
        said = run;
    }

    /** Content of the source itself has opened as of the run that the parent says. */
    void proven() {
        proven = said;
    }

    /** Whether {@code run} is the one that the parent says. */
    boolean isPresent(Incarnation run) {
        return said.equals(run);
    }

    /** Whether this child has proof of a later run. */
    boolean isLeftBehind(Incarnation run) {
        return proven.isLaterThan(run);
    }
}
