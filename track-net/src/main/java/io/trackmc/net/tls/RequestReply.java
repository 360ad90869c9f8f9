package io.trackmc.net.tls;

import java.util.concurrent.atomic.AtomicBoolean;

/** The answers to one question: tells when the first of them was sent. */
final class RequestReply implements Reply {

    private final ConnectionReply connection;
    private final Runnable answered;
    private final Runnable answeredLast;
    private final AtomicBoolean silent = new AtomicBoolean(true);

    /**
     * To one question.
     *
     * @param answered runs once, in the thread that answers; never when the connection ends instead
     * @param answeredLast runs instead when that was the last answer of the connection
     */
    RequestReply(ConnectionReply connection, Runnable answered, Runnable answeredLast) {
        this.connection = connection;
        this.answered = answered;
        this.answeredLast = answeredLast;
    }

    @Override
    public void send(byte[] frame) {
        connection.send(frame);
        if (silent.getAndSet(false)) {
            answered.run();
        }
    }

    @Override
    public void sendLast(byte[] frame) {
        connection.sendLast(frame);
        answeredLast.run();
    }

    @Override
    public void end() {
        connection.end();
    }

    @Override
    public boolean isOpen() {
        return connection.isOpen();
    }

    @Override
    public boolean hasRoom() {
        return connection.hasRoom();
    }

    @Override
    public void whenRoom(Runnable next) {
        connection.whenRoom(next);
    }
}
