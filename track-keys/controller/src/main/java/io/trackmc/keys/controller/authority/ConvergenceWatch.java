package io.trackmc.keys.controller.authority;

import io.trackmc.keys.controller.log.LogEntry;
import io.trackmc.keys.controller.policy.Convergence;
import java.util.List;
import java.util.function.Supplier;

/**
 * Whether everybody in the tree has come to the epoch of the last rekey, as far as the sender tells, and what the log is to say of it: with the policy
 * {@code all}, of each rekey that everybody has it, or that the group went on without some, after which the first may still follow. Nobody
 * waits for any of it.
 *
 * <p>Times are milliseconds of one clock. Not thread-safe.
 */
final class ConvergenceWatch {

    private Supplier<Convergence> policy = () -> Convergence.NEVER;
    private long converged;
    private long epoch;
    private long dueMs;
    private boolean missed;
    private boolean reached = true;

    /** Newest epoch that everybody in the tree was told to have; 0 when none was, or nobody wants to know. */
    long converged() {
        return policy.get() == Convergence.NEVER ? 0 : converged;
    }

    /** An entry stands in the log, of this run or one before. */
    void accept(LogEntry entry) {
        if (entry instanceof LogEntry.Rekey rekey) {
            begin(rekey.epoch());
        } else if (entry instanceof LogEntry.Convergence said && said.epoch() == epoch) {
            missed |= !said.all();
            reached |= said.all();
        }
    }

    /**
     * The log was read; from now on the sender is expected to tell.
     *
     * @param wanted what the owner wants to know
     * @param untilMs when a group that was on its way is so no more
     */
    void open(Supplier<Convergence> wanted, long untilMs) {
        policy = wanted;
        dueMs = untilMs;
    }

    /**
     * A rekey was made.
     *
     * @param untilMs when the group is on its way no more, whatever the sender tells
     * @return what the log is to say of the one before
     */
    List<LogEntry> made(long ofEpoch, long untilMs) {
        List<LogEntry> overtaken = isOpen() ? missed() : List.of();
        begin(ofEpoch);
        dueMs = untilMs;
        return overtaken;
    }

    /**
     * The sender tells how far the group is.
     *
     * @param installed lowest epoch that everybody in the tree has
     * @param active epoch that the sender uses
     * @return what the log is to say
     */
    List<LogEntry> told(long installed, long active) {
        converged = Math.max(converged, installed);
        if (installed >= epoch && !reached) {
            reached = true;
            return wanted(new LogEntry.Convergence(epoch, true));
        }
        return isOpen() && active >= epoch ? missed() : List.of();
    }

    /** Looks whether it is too late; returns what the log is to say. */
    List<LogEntry> look(long nowMs) {
        return isOpen() && nowMs >= dueMs ? missed() : List.of();
    }

    private boolean isOpen() {
        return !reached && !missed;
    }

    private void begin(long ofEpoch) {
        epoch = ofEpoch;
        reached = false;
        missed = false;
    }

    private List<LogEntry> missed() {
        missed = true;
        return wanted(new LogEntry.Convergence(epoch, false));
    }

    private List<LogEntry> wanted(LogEntry entry) {
        return policy.get() == Convergence.ALL ? List.of(entry) : List.of();
    }
}
