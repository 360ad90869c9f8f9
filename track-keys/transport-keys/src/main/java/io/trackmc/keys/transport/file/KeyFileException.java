package io.trackmc.keys.transport.file;

import java.io.Serial;
import java.util.Objects;

/**
 * A file of a deployment is missing, damaged or wrong. The message is one line for the operator: file, line, key, value found and
 * values allowed, as far as they are known; never a secret.
 */
public class KeyFileException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** With the whole line. */
    public KeyFileException(String message) {
        super(message);
    }

    /** With the whole line and what led to it. */
    public KeyFileException(String message, Throwable cause) {
        super(message, cause);
    }

    /** The line for the operator. */
    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
