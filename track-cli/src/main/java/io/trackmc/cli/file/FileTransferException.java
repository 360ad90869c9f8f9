package io.trackmc.cli.file;

import java.io.IOException;
import java.io.Serial;

/** A file could not be transferred as a whole; one line says why. */
public final class FileTransferException extends IOException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** With the line. */
    public FileTransferException(String message) {
        super(message);
    }

    /** With the line and what led to it. */
    public FileTransferException(String message, Throwable cause) {
        super(message, cause);
    }
}
