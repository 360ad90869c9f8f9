package io.trackmc.net;

/** Hears of an error that ends an engine. */
@FunctionalInterface
public interface ErrorHandler {

    /**
     * The engine threw, or its event loop failed; it is not driven any more and its sockets are about to be closed. Called
     * once, on the driver's thread; must not block.
     */
    void onError(Throwable error);
}
