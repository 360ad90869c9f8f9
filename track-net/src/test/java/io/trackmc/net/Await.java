package io.trackmc.net;

import static org.assertj.core.api.Assertions.fail;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** Waiting in tests: for something that happens, never for time to pass. The limit only ends a test that has failed. */
final class Await {

    private static final long LIMIT_SECONDS = 60;

    private Await() {}

    static void latch(CountDownLatch latch) {
        try {
            if (!latch.await(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                fail(latch.getCount() + " were still missing after " + LIMIT_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Does {@code step} again and again until {@code condition} holds. */
    static void until(BooleanSupplier condition, Runnable step) {
        long startNs = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - startNs > TimeUnit.SECONDS.toNanos(LIMIT_SECONDS)) {
                fail("did not come about within " + LIMIT_SECONDS + " s");
            }
            step.run();
        }
    }

    static <T> T take(BlockingQueue<T> queue) {
        try {
            T next = queue.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
            return next == null ? fail("nothing came for " + LIMIT_SECONDS + " s") : next;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static <T> T future(CompletableFuture<T> future) {
        try {
            return future.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }
}
