package io.trackmc.net.tls;

/** The way back to who asked. Any thread. */
public interface Reply {

    /** Sends a frame; nothing happens when the other end is gone. One that reads too slowly is cut off. */
    void send(byte[] frame);

    /** Sends a frame and ends the connection after it. */
    void sendLast(byte[] frame);

    /** Whether the other end is still there, as far as is known. */
    boolean isOpen();
}
