package io.trackmc.net.node;

import java.io.Serial;

/** The node was closed before what was waited for could happen. */
public final class NodeClosedException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** With a sentence. */
    public NodeClosedException(String message) {
        super(message);
    }
}
