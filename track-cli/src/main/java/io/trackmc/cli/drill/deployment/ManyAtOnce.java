package io.trackmc.cli.drill.deployment;

import io.trackmc.cli.task.TaskException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/** Does much that is mostly waiting at the same time, but not without end. */
final class ManyAtOnce {

    private ManyAtOnce() {}

    /**
     * Does all of it.
     *
     * @param atOnce so much at a time
     * @return what came of each, in the order of the tasks
     * @throws TaskException or another RuntimeException, the first that a task has thrown, when all have ended
     * @throws InterruptedException when this thread is interrupted; the tasks are then too
     */
    static <T> Map<String, T> run(Map<String, Callable<T>> tasks, int atOnce) throws InterruptedException {
        Semaphore places = new Semaphore(atOnce);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Map<String, Future<T>> running = new LinkedHashMap<>();
            tasks.forEach((name, task) -> running.put(name, threads.submit(() -> {
                places.acquire();
                try {
                    return task.call();
                } finally {
                    places.release();
                }
            })));
            try {
                return results(running);
            } catch (InterruptedException e) {
                threads.shutdownNow();
                throw e;
            }
        }
    }

    private static <T> Map<String, T> results(Map<String, Future<T>> running) throws InterruptedException {
        Map<String, T> results = new LinkedHashMap<>();
        RuntimeException failure = null;
        for (Map.Entry<String, Future<T>> each : running.entrySet()) {
            try {
                results.put(each.getKey(), each.getValue().get());
            } catch (ExecutionException e) {
                failure = failure == null ? unchecked(e) : failure;
            }
        }
        if (failure != null) {
            throw failure;
        }
        return results;
    }

    private static RuntimeException unchecked(ExecutionException failed) {
        return failed.getCause() instanceof RuntimeException e ? e : new IllegalStateException(failed);
    }
}
