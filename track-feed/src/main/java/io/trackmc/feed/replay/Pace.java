package io.trackmc.feed.replay;

/** When a message is due. */
public interface Pace {

    /** Due at once. */
    Pace AS_FAST_AS_POSSIBLE = (_, _, _) -> 0;

    /**
     * When the next message is due: nanoseconds after the first one.
     *
     * @param messages that were published before it
     * @param bytes of these
     * @param recordedNs when it was recorded, after the first one
     */
    long dueNs(long messages, long bytes, long recordedNs);

    /** So many messages a second. */
    static Pace messages(double perSecond) {
        return (messages, _, _) -> (long) (messages * 1e9 / perSecond);
    }

    /** So many bytes a second. */
    static Pace bytes(double perSecond) {
        return (_, bytes, _) -> (long) (bytes * 1e9 / perSecond);
    }

    /** As recorded, so many times as fast. */
    static Pace recorded(double speed) {
        return (_, _, recordedNs) -> (long) (recordedNs / speed);
    }
}
