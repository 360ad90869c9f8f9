package io.trackmc.net.tls;

/** The way back to who asked one question. The next one of the same connection is read once something was sent back. Any thread. */
public interface Reply {

    /** Sends a frame; nothing happens when the other end is gone. One that reads too slowly is cut off. */
    void send(byte[] frame);

    /** Sends a frame and ends the connection after it. */
    void sendLast(byte[] frame);

    /** Ends the connection without an answer. */
    void end();

    /** Whether the other end is still there, as far as is known. */
    boolean isOpen();

    /** Whether the other end keeps up. Who sends much stops when it does not, and goes on with {@link #whenRoom}. */
    default boolean hasRoom() {
        return true;
    }

    /**
     * Runs something once {@link #hasRoom}, in the thread of the {@link RequestHandler}; never when the other end goes before that.
     *
     * @param next takes the place of what was to run and has not yet
     */
    default void whenRoom(Runnable next) {
        next.run();
    }
}
