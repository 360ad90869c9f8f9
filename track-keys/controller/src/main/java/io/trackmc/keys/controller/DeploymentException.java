package io.trackmc.keys.controller;

import io.trackmc.keys.transport.file.KeyFileException;
import java.io.Serial;

/** A deployment cannot be made as asked: wrong tree file, addresses, names, or one is there already. One line for the operator. */
public final class DeploymentException extends KeyFileException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** With the whole line. */
    public DeploymentException(String message) {
        super(message);
    }

    /** With the whole line and what led to it. */
    public DeploymentException(String message, Throwable cause) {
        super(message, cause);
    }
}
