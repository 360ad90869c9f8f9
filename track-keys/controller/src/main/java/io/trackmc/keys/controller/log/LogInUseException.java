package io.trackmc.keys.controller.log;

import java.io.Serial;

/** Another program, or another part of this one, has the log open for writing. */
public final class LogInUseException extends LogException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** With the whole line. */
    public LogInUseException(String message) {
        super(message);
    }
}
