package io.trackmc.keys.controller.policy;

import io.trackmc.keys.transport.file.KeyFileException;
import java.io.Serial;

/** A policy token is damaged, not the owner's, older than the one in force, or asks for what there is not. One line for the operator. */
public final class PolicyException extends KeyFileException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** With the whole line. */
    public PolicyException(String message) {
        super(message);
    }
}
