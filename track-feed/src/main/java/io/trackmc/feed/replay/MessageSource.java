package io.trackmc.feed.replay;

import java.io.Closeable;
import java.io.IOException;

/** Messages from somewhere, one after the other. One thread. */
public interface MessageSource extends Closeable {

    /**
     * Goes on to the next message; false at the end. May wait for it.
     *
     * @throws IOException when it cannot be read, or is none
     */
    boolean next() throws IOException;

    /** Holds the message, until the next one is asked for. */
    byte[] bytes();

    /** Where it begins in {@link #bytes}. */
    int offset();

    /** How long it is. */
    int length();

    /** When it was recorded: nanoseconds that ascend, from anywhere; 0 where nobody knows. */
    long recordedNs();

    /** Whether the next message can be had without waiting for whoever writes it. */
    boolean isNextHere();
}
