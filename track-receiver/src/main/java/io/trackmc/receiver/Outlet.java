package io.trackmc.receiver;

/**
 * Where the driver's thread puts what the stream brings: records in the order of the source, counted from 1 over all sessions. All methods
 * are for the driver's thread, unless they say otherwise.
 */
interface Outlet {

    /** Kind of a record: a message of the source. */
    int MESSAGE = 0;

    /** Kind of a record: a session begins. */
    int OPENED = 1;

    /** Kind of a record: sequences that are lost for good. */
    int GAP = 2;

    /** Kind of a record: a session is over. */
    int CLOSED = 3;

    /**
     * Appends a record; false when there is no room now.
     *
     * @param place of a message; 0 of other records
     */
    boolean put(int kind, long place, byte[] bytes, int offset, int length);

    /** How many records were put. */
    long putCount();

    /** Number of the last record that stands for sequences: when the application is through with it, it is through with them. */
    long lastOfContent();

    /**
     * Notes that there was no room: the application makes the driver turn when there is again. What was refused must be tried
     * once more after this, because room may have come before.
     */
    void block();

    /** Notes that there was room. */
    void unblock();

    /** From now on, or no longer, the application makes the driver turn whenever it confirms. {@link #confirmed} is to be read after. */
    void confirmationUrgent(boolean urgent);

    /** The application is through with so many records. Any thread. */
    long confirmed();

    /** Nothing is put any more. */
    void end();

    /** Wakes the application after records were put. */
    void wakeApplication();
}
