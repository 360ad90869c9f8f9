package io.trackmc.keys.controller.log;

import io.trackmc.keys.transport.file.KeyFileException;
import java.io.Serial;

/** A log cannot be opened or written. One line for the operator. */
public class LogException extends KeyFileException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** With the whole line. */
    public LogException(String message) {
        super(message);
    }

    /** With the whole line and what led to it. */
    public LogException(String message, Throwable cause) {
        super(message, cause);
    }
}
