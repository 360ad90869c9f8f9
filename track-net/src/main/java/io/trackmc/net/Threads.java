package io.trackmc.net;

/** Waiting for threads that have been told to end, or end by themselves. */
public final class Threads {

    private Threads() {}

    /** Until it has ended, also when interrupted meanwhile; the interruption is kept. */
    public static void join(Thread thread) {
        if (outlast(thread)) {
            Thread.currentThread().interrupt();
        }
    }

    /** Until it has ended; returns whether there was an interruption meanwhile, for who has more to close before that may show. */
    public static boolean outlast(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        return interrupted;
    }
}
