package io.trackmc.feed.fan;

/** What becomes of a local process that reads more slowly than the feed comes, once its queue is full. */
public enum SlowReader {

    /** Everybody waits for it, the sender at last: nothing is lost. */
    WAIT,

    /** It is cut off, and the others go on. */
    DROP
}
