package io.trackmc.cli.file;

import java.io.Closeable;
import java.io.IOException;

/** What one session brings. One thread gives it messages; any thread may ask how far it is. */
public interface Incoming extends Closeable {

    /**
     * Takes the next message of the session.
     *
     * @return whether everything up to it may be confirmed: all of it is here, and safely so
     * @throws IOException when no more can be had in this session, with a line that says why
     */
    boolean onMessage(byte[] message, int offset, int length) throws IOException;

    /**
     * Some packets are lost for good.
     *
     * @throws IOException when it cannot be had without them
     */
    void onGap(long first, long last) throws IOException;

    /** Why it is not complete, now that the session has ended. */
    String missing();

    /** Whether all of it is here, verified and in its place. */
    boolean isComplete();

    /** Bytes that are here. */
    long bytes();

    /** In lower-case hexadecimal digits, once complete. */
    String sha256();

    /** Where it is, once complete, for people. */
    String place();

    /** For people: how far it is. */
    String progress();

    /** Counts of files. */
    FileTally tally();
}
