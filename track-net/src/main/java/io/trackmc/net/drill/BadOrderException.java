package io.trackmc.net.drill;

/** An order that cannot be carried out; the message says what was found and what is allowed. */
public final class BadOrderException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private static final int LONGEST_SHOWN = 40;

    /** With one line for who has given the order. */
    public BadOrderException(String message) {
        super(message);
    }

    /** What somebody has sent, in quotation marks, shortened, and in a form that harms no terminal and no log. */
    public static String printable(String text) {
        String cut = text.length() > LONGEST_SHOWN ? text.substring(0, LONGEST_SHOWN) + ".." : text;
        return "\"" + cut.replaceAll("[^ -~]", "?") + "\"";
    }

    /** The line. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
