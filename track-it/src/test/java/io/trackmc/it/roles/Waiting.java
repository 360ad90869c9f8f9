package io.trackmc.it.roles;

import static org.assertj.core.api.Assertions.fail;

import java.util.function.BooleanSupplier;

/** Asking again and again whether something holds that comes about by itself; each question waits for a driver's turn, so nothing spins. */
@SuppressWarnings("ThreadPriorityCheck") // it yields while it waits for a state of another thread
final class Waiting {

    private static final long LIMIT_NS = 120_000_000_000L;

    private Waiting() {}

    static void until(BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - start > LIMIT_NS) {
                fail("did not come about");
            }
            Thread.yield();
        }
    }
}
