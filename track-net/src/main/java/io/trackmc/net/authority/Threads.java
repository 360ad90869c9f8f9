package io.trackmc.net.authority;

/** Waiting for threads that have been told to end. */
final class Threads {

    private Threads() {}

    /** Until it has ended, also when interrupted meanwhile; the interruption is kept. */
    static void join(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
