package io.trackmc.keys.controller.deploy;

import io.trackmc.keys.transport.file.KeyFileException;
import java.io.IOException;
import java.io.Serial;

/** A plan that is offered to an authority, and that it does not take. */
public final class RefusedPlanException extends KeyFileException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** For what is wrong with it. */
    RefusedPlanException(RuntimeException why) {
        super(String.valueOf(why.getMessage()), why);
    }

    /** Whether the disk could not give it now, which may be otherwise a moment later. */
    public boolean isPassing() {
        Throwable why = getCause();
        return why != null && why.getCause() instanceof IOException;
    }
}
