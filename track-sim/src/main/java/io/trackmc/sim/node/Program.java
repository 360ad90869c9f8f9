package io.trackmc.sim.node;

import io.trackmc.proto.engine.Engine;

/** One run of a node: an engine and the application beside it. Both are gone after a crash. */
public interface Program {

    /** The engine of the present session. */
    Engine engine();

    /**
     * Lets the application act: take deliveries, offer messages, confirm, close.
     *
     * @param nowNs time of the node's own clock
     * @return whether it did anything, so that the engine may have something to send
     */
    boolean work(long nowNs);

    /** When the application wants to act next without anything arriving, or {@link Engine#NO_DEADLINE}. */
    default long nextWorkNs() {
        return Engine.NO_DEADLINE;
    }
}
