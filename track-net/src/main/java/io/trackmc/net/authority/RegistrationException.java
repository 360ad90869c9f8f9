package io.trackmc.net.authority;

import io.trackmc.keys.transport.registration.RefusalReason;
import org.jspecify.annotations.Nullable;

/** A node did not get its keys from an authority. The message is one line for the operator: which authority, and why. */
public final class RegistrationException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** The authority itself says no. */
    private final @Nullable RefusalReason reason;

    /** With the whole line. */
    public RegistrationException(String message) {
        super(message);
        reason = null;
    }

    /** With the whole line, for an answer of the authority. */
    RegistrationException(String message, RefusalReason reason) {
        super(message);
        this.reason = reason;
    }

    /** With the whole line and what led to it. */
    public RegistrationException(String message, Throwable cause) {
        super(message, cause);
        reason = null;
    }

    /** What the authority itself has said; null when it has not answered, or gave keys that are none. */
    public @Nullable RefusalReason reason() {
        return reason;
    }
}
