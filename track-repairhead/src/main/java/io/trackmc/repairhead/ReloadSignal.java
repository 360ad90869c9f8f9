package io.trackmc.repairhead;

import io.trackmc.net.node.ProcessSignals;

/**
 * The wish that a program reads its configuration again. Taken as the first thing of all, because a process that nobody has told otherwise ends at
 * SIGHUP; one that comes before the program can do anything about it is kept until it can.
 */
final class ReloadSignal {

    private Runnable listener = () -> requested = true;
    private boolean requested;

    /** Of SIGHUP to this process. */
    static ReloadSignal ofProcess() {
        ReloadSignal signal = new ReloadSignal();
        ProcessSignals.on("HUP", signal::request);
        return signal;
    }

    /** Asks for it. Any thread; one after the other. */
    synchronized void request() {
        listener.run();
    }

    /** Told when it is asked, at once when it was. */
    synchronized void onRequest(Runnable action) {
        listener = action;
        if (requested) {
            requested = false;
            action.run();
        }
    }
}
