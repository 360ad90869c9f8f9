package io.trackmc.net;

/** The engine threw while it took in a datagram, which it never may: the cause is a bug. */
public final class EngineFailedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    EngineFailedException(Throwable cause) {
        super("the engine failed on a datagram", cause);
    }
}
