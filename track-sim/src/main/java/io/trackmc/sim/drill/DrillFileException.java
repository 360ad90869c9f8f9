package io.trackmc.sim.drill;

import io.trackmc.keys.transport.file.KeyFileException;

import java.io.Serial;

/** A drill file cannot be used. The message is one line with file, line, key, value found and values allowed. */
public final class DrillFileException extends KeyFileException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** With the whole line. */
    public DrillFileException(String message) {
        super(message);
    }
}
