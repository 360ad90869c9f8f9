package io.trackmc.cli.fileset;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Gives verified files their names on threads of its own, several at a time: each waits for the disk, and disks take many waits together for hardly more than one. What became of them is
 * asked for in the order in which they came. One thread uses it.
 */
final class Placer {

    /** Files that are open and wait, at most. */
    static final int MOST_WAITING = 64;

    private static final int THREADS = 8;

    /**
     * A file on its way to its name.
     *
     * @param index number of its entry
     * @param part the file
     * @param work what is done with it
     */
    record Placing(int index, PartFile part, FutureTask<Void> work) {

        /** Waits for the end; throws what it failed with. */
        void outcome() throws IOException {
            try {
                work.get();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw (IOException) new InterruptedIOException("interrupted").initCause(e);
            } catch (ExecutionException e) {
                throw e.getCause() instanceof IOException known ? known : new IOException(e.getCause());
            }
        }
    }

    private final SetPlace place;
    private final Deque<Placing> waiting = new ArrayDeque<>();
    private @Nullable ExecutorService threads;

    Placer(SetPlace place) {
        this.place = place;
    }

    /** Begins to place a file; it is this object's until its outcome was asked for. */
    void begin(int index, PartFile part, SetEntry entry) {
        FutureTask<Void> work = new FutureTask<>(() -> {
            place.place(part, entry);
            return null;
        });
        waiting.add(new Placing(index, part, work));
        threads().execute(work);
    }

    private ExecutorService threads() {
        if (threads == null) {
            threads = Executors.newFixedThreadPool(THREADS,
                    Thread.ofPlatform().daemon().name("track-place-", 0).factory());
        }
        return threads;
    }

    /**
     * The next that is through.
     *
     * @param all whether to hand out one that is not, whose outcome is then waited for
     * @return null when there is none
     */
    @Nullable
    Placing next(boolean all) {
        Placing first = waiting.peek();
        boolean out = first != null && (all || waiting.size() > MOST_WAITING || first.work().isDone());
        return out ? waiting.poll() : null;
    }

    /** Waits for all that has begun, interrupted or not. */
    void close() {
        ExecutorService running = threads;
        if (running == null) {
            return;
        }
        running.shutdown();
        boolean interrupted = false;
        while (true) {
            try {
                if (running.awaitTermination(1, TimeUnit.HOURS)) {
                    break;
                }
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
