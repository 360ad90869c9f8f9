package io.trackmc.feed.line;

import io.trackmc.feed.mold.SessionName;

/**
 * Takes a feed as it comes out of {@link Arbiter}: each message once, in order. All calls come on the thread that fed the arbiter. What a call throws goes
 * through to that thread, and the message counts as taken.
 */
public interface FeedListener {

    /**
     * A session begins for this subscriber.
     *
     * @param firstSequence first message that any line brings; above 1 for who comes late
     * @return first message that is wanted: {@code firstSequence}, or a higher one where a snapshot has what is before it
     */
    default long onSession(SessionName session, long firstSequence) {
        return firstSequence;
    }

    /**
     * One message.
     *
     * @param publishedNs when it was published: nanoseconds since 1970 by the publisher's clock
     * @param bytes holds the message at {@code offset}, for the time of the call only
     */
    void onMessage(long sequence, long publishedNs, byte[] bytes, int offset, int length);

    /** All messages that one frame made deliverable were delivered: time to pass on what was gathered. */
    default void onBatchEnd() {}

    /** Messages {@code first} to {@code last} are lost for good: no line has them. */
    default void onGap(long first, long last) {}

    /** A line lacks messages {@code first} to {@code last}; another may have them, or have had them. */
    default void onLineGap(int line, long first, long last) {}

    /** What was waited for has come by another line: messages {@code first} to {@code last}. */
    default void onRecovered(long first, long last) {}

    /**
     * The session is over.
     *
     * @param announced whether its publisher said so; else no line is left, or all have gone to another session
     * @param whole whether it was announced, it began here with message 1, and nothing was lost
     */
    default void onSessionEnd(SessionName session, boolean announced, boolean whole) {}
}
