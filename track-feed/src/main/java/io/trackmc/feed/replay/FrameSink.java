package io.trackmc.feed.replay;

/** Where frames go. */
@FunctionalInterface
public interface FrameSink {

    /** Takes one frame, whose bytes it has copied when it returns. Waits while there is no room. */
    void send(byte[] bytes, int offset, int length) throws InterruptedException;
}
