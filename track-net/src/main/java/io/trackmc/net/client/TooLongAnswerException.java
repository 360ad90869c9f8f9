package io.trackmc.net.client;

import java.io.IOException;
import java.io.Serial;

/** A management address says more than is taken. */
public final class TooLongAnswerException extends IOException {

    @Serial
    private static final long serialVersionUID = 1;

    /** More than {@code mostBytes}. */
    TooLongAnswerException(long mostBytes, Throwable cause) {
        super("it says more than " + mostBytes + " bytes", cause);
    }
}
