package io.trackmc.receiver;

import io.trackmc.net.node.Parking;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/** How much a subscriber of a flow has requested and not got yet. Any thread requests and cancels; one waits and takes. */
final class FlowDemand {

    private final AtomicLong requested = new AtomicLong();
    private final Parking parking = new Parking();
    private final BooleanSupplier somethingToDo = this::hasSomethingToDo;
    private volatile boolean cancelled;
    private volatile boolean misused;

    /** Requests more; less than one is a misuse, which the waiting thread learns of. */
    void request(long n) {
        if (n < 1) {
            misused = true;
        } else {
            requested.accumulateAndGet(n, FlowDemand::sum);
        }
        parking.wake();
    }

    void cancel() {
        cancelled = true;
        parking.wake();
    }

    boolean isCancelled() {
        return cancelled;
    }

    boolean isMisused() {
        return misused;
    }

    /** Waits until something is requested, or misused, or cancelled. */
    void await() throws InterruptedException {
        parking.await(somethingToDo);
    }

    /** One of the requested is on its way. Without a limit once so many were requested that nobody will ever get them. */
    void take() {
        if (requested.get() != Long.MAX_VALUE) {
            requested.decrementAndGet();
        }
    }

    private boolean hasSomethingToDo() {
        return requested.get() > 0 || cancelled || misused;
    }

    private static long sum(long a, long b) {
        return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
    }
}
