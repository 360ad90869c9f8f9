package io.trackmc.keys.transport.registration;

import java.io.Serial;

/** A frame that is neither a question nor an answer of the authority protocol. */
public final class MalformedMessageException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    /** With what is wrong; never with what stands where a secret should be. */
    public MalformedMessageException(String message, Throwable cause) {
        super(message, cause);
    }

    /** With what is wrong. */
    public MalformedMessageException(String message) {
        super(message);
    }
}
