package io.trackmc.net;

/** Hears of an error that ends an engine. */
@FunctionalInterface
public interface ErrorHandler {

    /**
     * The engine threw, or something else on its event loop did; it is not driven any more and its sockets are closed. Called at
     * most once, on the driver's thread, which ends afterwards; must not block.
     */
    void onError(Throwable error);
}
