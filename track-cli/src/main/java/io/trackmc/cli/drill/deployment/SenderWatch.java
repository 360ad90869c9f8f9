package io.trackmc.cli.drill.deployment;

import io.trackmc.cli.task.TaskException;
import io.trackmc.sim.drill.DrillTree;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Looks at the sender while a drill goes on: whether anything is sent, and how much is kept. */
final class SenderWatch {

    private static final String SENT = "track_data_packets_sent_total";
    private static final String KEPT = "track_unacknowledged_packets";
    private static final long LOOK_NS = 200_000_000L;
    private static final long SHORT_LOOK_NS = 20_000_000L;
    private static final long FLOW_WITHIN_NS = 5_000_000_000L;
    private static final long SILENT_NS = 10_000_000_000L;
    private static final long NS_PER_MS = 1_000_000L;

    private final Processes processes;
    private double mostKept;
    private long answeredNs = System.nanoTime();

    SenderWatch(Processes processes) {
        this.processes = processes;
    }

    /**
     * Waits until something is sent.
     *
     * @throws TaskException when nothing is: a drill on a silent group would show nothing
     */
    void awaitFlow() throws InterruptedException {
        double before = read().sum(SENT);
        long endNs = System.nanoTime() + FLOW_WITHIN_NS;
        if (await(reading -> reading.sum(SENT) != before, endNs, LOOK_NS) < 0) {
            throw TaskException.failed("the sender sends nothing: start the drill while it does");
        }
    }

    /** Looks now and then until that time, by {@link System#nanoTime}. */
    void watchUntil(long endNs) throws InterruptedException {
        await(_ -> false, endNs, LOOK_NS);
    }

    /** Looks often until something is so, and returns the time at which it was seen; -1 when it was not until then. */
    long seen(Predicate<Reading> wanted, long endNs) throws InterruptedException {
        return await(wanted, endNs, SHORT_LOOK_NS);
    }

    private long await(Predicate<Reading> wanted, long endNs, long everyNs) throws InterruptedException {
        while (endNs - System.nanoTime() > 0) {
            Reading now = tryToRead();
            if (now != null && wanted.test(now)) {
                return System.nanoTime();
            }
            Thread.sleep(Math.max(1, Math.min(everyNs, endNs - System.nanoTime()) / NS_PER_MS));
        }
        return -1;
    }

    /** Null where it does not answer this once; one that is gone for good ends the drill. */
    private @Nullable Reading tryToRead() throws InterruptedException {
        try {
            Reading now = read();
            answeredNs = System.nanoTime();
            return now;
        } catch (TaskException e) {
            if (System.nanoTime() - answeredNs > SILENT_NS) {
                throw e;
            }
            return null;
        }
    }

    /** Its metrics now. */
    Reading read() throws InterruptedException {
        Reading reading = processes.read(DrillTree.SENDER_NAME);
        mostKept = Math.max(mostKept, reading.sum(KEPT));
        return reading;
    }

    /** Most packets that it had sent and not everybody had, of all times that it was looked at. */
    double mostKept() {
        return mostKept;
    }
}
