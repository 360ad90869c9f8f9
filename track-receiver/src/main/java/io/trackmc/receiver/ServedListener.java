package io.trackmc.receiver;

/** Hears when fail-over is complete: the new parent has not only confirmed, but served. */
@FunctionalInterface
public interface ServedListener {

    /**
     * The first repair, or data when it is the sender, has been accepted from a parent that was found after another was lost. On the
     * driver's thread: must not block and not throw.
     *
     * @param parent node id of the new parent
     * @param nowNs when, as {@link System#nanoTime}
     */
    void onServed(int parent, long nowNs);
}
