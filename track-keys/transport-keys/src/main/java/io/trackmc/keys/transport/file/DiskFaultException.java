package io.trackmc.keys.transport.file;

import java.io.Serial;

/** A disk does not take what has to be kept: it is full or broken. No other configuration would mend that; another attempt later may succeed. */
public final class DiskFaultException extends KeyFileException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** With the whole line and what led to it. */
    public DiskFaultException(String message, Throwable cause) {
        super(message, cause);
    }
}
