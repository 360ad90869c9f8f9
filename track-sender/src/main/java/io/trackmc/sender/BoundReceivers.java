package io.trackmc.sender;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Who waits for how many receivers. On the driver's thread. */
final class BoundReceivers {

    /** Most that wait at once. */
    static final int MAX_WAITING = 1024;

    private final List<Waiting> waiting = new ArrayList<>();

    /** Completes {@code future} when there are {@code count}. */
    void await(int count, int now, CompletableFuture<Void> future) {
        if (waiting.size() >= MAX_WAITING) {
            fail(future, new IllegalStateException("too many wait for receivers (" + MAX_WAITING + ")"));
            return;
        }
        waiting.add(new Waiting(count, future));
        update(now);
    }

    /** Notes how many receivers there are. */
    void update(int receivers) {
        for (Iterator<Waiting> all = waiting.iterator(); all.hasNext();) {
            Waiting next = all.next();
            if (receivers >= next.count) {
                all.remove();
                complete(next.future, () -> null);
            }
        }
    }

    /** Completes on another thread, because what is chained to a future may take its time. */
    static <T> void complete(CompletableFuture<T> future, Supplier<T> value) {
        var _ = future.completeAsync(value);
    }

    static void fail(CompletableFuture<?> future, Throwable error) {
        Thread.startVirtualThread(() -> future.completeExceptionally(error));
    }

    private record Waiting(int count, CompletableFuture<Void> future) {}
}
