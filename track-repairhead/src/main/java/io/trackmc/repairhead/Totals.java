package io.trackmc.repairhead;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a session has done in all its runs so far. Any thread. */
final class Totals {

    private final Map<String, Long> drops = new TreeMap<>();
    private long repairsSent;
    private long nacksReceived;
    private long nacksSentUp;
    private long repairsReceived;
    private long failovers;
    private long requests;
    private long requestsWhileRunning;
    private @Nullable RepairHeadStatus last;

    /** A run has ended. */
    synchronized void add(RepairHeadRun run) {
        requests += run.requests().all();
        requestsWhileRunning += run.requests().whileRunning();
        RepairHeadStatus status = run.status();
        if (status == null) {
            return;
        }
        last = status;
        repairsSent += status.repairsSent();
        nacksReceived += status.nacksReceived();
        nacksSentUp += status.nacksSentUp();
        repairsReceived += status.repairsReceived();
        failovers += status.failovers();
        status.drops().forEach((reason, count) -> drops.merge(reason, count, Long::sum));
    }

    /** All that others have done. */
    void add(Totals others) {
        Sum sum = others.sum(null);
        synchronized (this) {
            requests += sum.requests;
            requestsWhileRunning += sum.requestsWhileRunning;
            repairsSent += sum.repairsSent;
            nacksReceived += sum.nacksReceived;
            nacksSentUp += sum.nacksSentUp;
            repairsReceived += sum.repairsReceived;
            failovers += sum.failovers;
            sum.drops.forEach((reason, count) -> drops.merge(reason, count, Long::sum));
        }
    }

    /** As they are now, and why there are no more of them. */
    synchronized Sum sum(@Nullable String error) {
        return new Sum(repairsSent, nacksReceived, nacksSentUp, repairsReceived, failovers, requests,
                requestsWhileRunning, new TreeMap<>(drops), last, error);
    }

    /**
     * Sums over runs.
     *
     * @param last how the last run was when it ended; null when none has begun
     * @param error why the session is down for good; null when it is not
     */
    record Sum(long repairsSent, long nacksReceived, long nacksSentUp, long repairsReceived, long failovers,
            long requests, long requestsWhileRunning, Map<String, Long> drops, @Nullable RepairHeadStatus last,
            @Nullable String error) {}
}
