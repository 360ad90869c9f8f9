package io.trackmc.net;

/** What a role does at the end of each turn of the driver: a receiver moves deliveries to the application's queue. */
@FunctionalInterface
public interface AfterTurn {

    /** Does nothing. */
    AfterTurn NOTHING = nowNs -> {};

    /**
     * Called on the driver's thread after transmits and events. When it had to leave something because the application's queue
     * was full, the application calls {@link EngineDriver#wake} once it has made room.
     */
    void run(long nowNs);
}
