package io.trackmc.keys.controller.authority;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * What others have one thread do, one after another, in batches. Of each command that was put in comes something: it is run, or whoever put it in
 * is told that it failed, also when one before it in the batch has thrown an error, or the thread has ended meanwhile.
 */
final class Commands {

    /** Commands that are taken together, at most. */
    private static final int BATCH = 256;

    private static final long LOOK_MS = 1000;

    private final BlockingQueue<Command> waiting;
    private final Queue<Command> batch = new ArrayDeque<>();
    private volatile boolean ended;

    /** @param failed told once that the task has thrown something, or will never be run; by any thread */
    private record Command(Runnable task, Consumer<Throwable> failed) {}

    /** @param room commands that may wait at once */
    Commands(int room) {
        waiting = new ArrayBlockingQueue<>(room);
    }

    /**
     * Has the one thread do something; waits while too much waits already, also when it is interrupted, because it is soon done. Any thread.
     *
     * @param failed told when the task has thrown something, or is not run any more because the thread has ended
     */
    void put(Runnable task, Consumer<Throwable> failed) {
        Command command = new Command(task, failed);
        boolean interrupted = false;
        boolean taken = false;
        while (!taken && !ended) {
            try {
                taken = waiting.offer(command, LOOK_MS, TimeUnit.MILLISECONDS);
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        // Whoever ends takes out what waits after it has said so, and this looks after it has put in: one of the two sees it.
        if (ended && (!taken || waiting.remove(command))) {
            failed.accept(new IllegalStateException("closed"));
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Takes a batch of what waits; waits itself for the first of it, and takes nothing when none comes. */
    void take(long waitMs) throws InterruptedException {
        Command first = waiting.poll(waitMs, TimeUnit.MILLISECONDS);
        if (first != null) {
            batch.add(first);
            waiting.drainTo(batch, BATCH - 1);
        }
    }

    /**
     * Runs the batch.
     *
     * @param faults told of everything that was thrown, after whoever put the command in, and before the next is run
     */
    void run(Consumer<Throwable> faults) {
        for (Command command = batch.poll(); command != null; command = batch.poll()) {
            try {
                command.task.run();
            } catch (Throwable e) {
                command.failed.accept(e);
                faults.accept(e);
            }
        }
    }

    /** Nothing is run any more: whoever waits is told. */
    void end() {
        ended = true;
        waiting.drainTo(batch);
        batch.forEach(command -> command.failed.accept(new IllegalStateException("closed")));
        batch.clear();
    }
}
