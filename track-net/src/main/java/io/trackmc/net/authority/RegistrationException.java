package io.trackmc.net.authority;

/** A node did not get its keys from an authority. The message is one line for the operator: which authority, and why. */
public final class RegistrationException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** With the whole line. */
    public RegistrationException(String message) {
        super(message);
    }

    /** With the whole line and what led to it. */
    public RegistrationException(String message, Throwable cause) {
        super(message, cause);
    }
}
