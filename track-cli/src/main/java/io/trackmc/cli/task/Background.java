package io.trackmc.cli.task;

import io.trackmc.net.Threads;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Work on a thread of its own, watched by the thread that started it. Closing it interrupts the work and waits for its end, so
 * that what it uses can be closed next.
 *
 * @param <T> what comes out
 */
public final class Background<T> implements AutoCloseable {

    /** Time between two looks of the watching thread, which redraws and checks for stand-still then. */
    private static final long WATCH_MS = 100;

    private final CompletableFuture<T> result = new CompletableFuture<>();
    private final Thread thread;

    private Background(String name, Callable<T> work) {
        thread = Thread.ofPlatform().name(name).daemon().start(() -> run(work));
    }

    /** Starts it. */
    public static <T> Background<T> start(String name, Callable<T> work) {
        return new Background<>(name, work);
    }

    private void run(Callable<T> work) {
        try {
            result.complete(work.call());
        } catch (Throwable failure) {
            result.completeExceptionally(failure);
        }
    }

    /** What comes out. */
    public CompletableFuture<T> result() {
        return result;
    }

    /**
     * Waits for a result and looks after things meanwhile.
     *
     * @param watch called several times a second on the calling thread; what it throws ends the wait
     */
    public static <T> T await(Future<T> result, Runnable watch) throws Exception {
        while (true) {
            try {
                return result.get(WATCH_MS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException _) {
                watch.run();
            } catch (ExecutionException e) {
                throw unwrapped(e);
            }
        }
    }

    private static Exception unwrapped(ExecutionException failure) {
        return failure.getCause() instanceof Exception cause ? cause : failure;
    }

    /** Interrupts the work without waiting for its end: where several hold one another up, all are told before one is waited for. */
    public void interrupt() {
        thread.interrupt();
    }

    @Override
    public void close() {
        thread.interrupt();
        Threads.join(thread);
    }
}
