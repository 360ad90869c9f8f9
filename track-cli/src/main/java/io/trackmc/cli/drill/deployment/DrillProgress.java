package io.trackmc.cli.drill.deployment;

/** Hears how a drill on a deployment goes on. Called by the thread that runs it. */
public interface DrillProgress {

    /** Something was done, or has gone wrong; one line. */
    void tell(String line);

    /**
     * A process is hit from now on.
     *
     * @param node its name
     * @param what happens to it, as the drill's file says it
     */
    default void hit(String node, String what) {}

    /** That is over, or the process is being started again. */
    default void over(String node) {}
}
