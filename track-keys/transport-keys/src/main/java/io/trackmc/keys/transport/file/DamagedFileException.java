package io.trackmc.keys.transport.file;

import java.io.Serial;

/** The bytes of a file are not those that were written. */
public final class DamagedFileException extends KeyFileException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** With the whole line. */
    public DamagedFileException(String message) {
        super(message);
    }
}
