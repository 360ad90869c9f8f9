package io.trackmc.keys.transport.bundle;

import io.trackmc.keys.transport.file.KeyFileException;
import java.io.Serial;

/** A bundle cannot be read, is damaged, or holds what a bundle must not. One line for the operator, without any secret. */
public final class BundleException extends KeyFileException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** With the whole line. */
    public BundleException(String message) {
        super(message);
    }

    /** With the whole line and what led to it. */
    public BundleException(String message, Throwable cause) {
        super(message, cause);
    }
}
