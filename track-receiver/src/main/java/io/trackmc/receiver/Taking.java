package io.trackmc.receiver;

/** The application's side of a stream: how much it was given, and how much of that it is through with. Records are counted from 1. */
interface Taking {

    /** Behind everything that the handler is through with; called by the handler, also behind what it was just given. */
    long mark();

    /** The highest mark that anybody can have: a handler may have given away the mark of what it is still in. */
    long confirmable();

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
