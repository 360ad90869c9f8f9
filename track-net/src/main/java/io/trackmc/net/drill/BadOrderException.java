package io.trackmc.net.drill;

/** An order that cannot be carried out; the message says what was found and what is allowed. */
public final class BadOrderException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** With one line for who has given the order. */
    public BadOrderException(String message) {
        super(message);
    }

    /** The line. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
