package io.trackmc.feed.replay;

/** Where frames go. */
@FunctionalInterface
public interface FrameSink {

    /**
     * Takes one frame, whose bytes it has copied when it returns. Waits while there is no room.
     *
     * @throws InterruptedException when the thread is interrupted while it waits; the frame was not taken then
     */
    void send(byte[] bytes, int offset, int length) throws InterruptedException;
}
