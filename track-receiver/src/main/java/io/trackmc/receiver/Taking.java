package io.trackmc.receiver;

/** The application's side of a stream: how much it was given, and how much of that it is through with. Records are counted from 1. */
interface Taking {

    /** Behind everything that was handed over; called by a handler, also behind what that was just given. */
    long mark();

    /**
     * The application is through with so many records.
     *
     * @return true when the driver must turn for it
     */
    boolean confirm(long records);

    /** Messages handed over; other threads than the application's read it roughly, for reports. */
    long messages();

    /** Bytes in them; likewise. */
    long bytes();
}
