package io.trackmc.feed.line;

import java.io.Serial;

/** The thread that takes a feed was interrupted while it waited. Its interrupt flag is set again. */
public final class FeedStoppedException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** With what interrupted it. */
    public FeedStoppedException(InterruptedException cause) {
        super("stopped while waiting", cause);
        Thread.currentThread().interrupt();
    }
}
