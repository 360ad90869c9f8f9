package io.trackmc.net.tls;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** All that is sent on one connection, whichever question it answers. */
final class ConnectionReply {

    /** A large answer goes out in parts, so that it can be seen whether the other end reads it. */
    private static final int PART_BYTES = 64 << 10;

    private final Channel channel;
    private final Requests requests;
    private final AtomicLong unsent = new AtomicLong();
    private final AtomicReference<@Nullable Runnable> waiting = new AtomicReference<>();
    private final AtomicReference<@Nullable Runnable> reading = new AtomicReference<>();
    private final AtomicLong sent = new AtomicLong();
    private long sentWhenLastLooked;

    ConnectionReply(Channel channel, Requests requests) {
        this.channel = channel;
        this.requests = requests;
    }

    void send(byte[] frame) {
        post(frame, false);
    }

    void sendLast(byte[] frame) {
        post(frame, true);
    }

    boolean isOpen() {
        return channel.isActive();
    }

    boolean hasRoom() {
        return unsent.get() < requests.limits.roomBytes();
    }

    void whenRoom(Runnable next) {
        waiting.set(next);
        wakeIfRoom();
    }

    /** Runs something once {@link #hasRoom}, in the connection's own thread, from which alone this is called. */
    void readWhenRoom(Runnable next) {
        reading.set(next);
        readIfRoom();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // there is nobody to tell when a connection that is over cannot be closed
    void end() {
        channel.close();
    }

    /** Whether the other end has read since this was asked last. One thread asks. */
    boolean hasMovedOn() {
        long now = sent.get();
        boolean moved = now != sentWhenLastLooked;
        sentWhenLastLooked = now;
        return moved;
    }

    private void post(byte[] frame, boolean last) {
        int bytes = TlsServer.LENGTH_BYTES + frame.length;
        if (!channel.isActive()) {
            return;
        }
        if (unsent.addAndGet(bytes) > requests.limits.unsentBytes()) {
            requests.counters.slowReaders.increment();
            end();
            return;
        }
        channel.eventLoop().execute(() -> write(frame, last));
    }

    private void write(byte[] frame, boolean last) {
        if (!channel.isActive()) {
            return;
        }
        ChannelFuture written = writePart(Unpooled.copyInt(frame.length), TlsServer.LENGTH_BYTES);
        for (int from = 0; from < frame.length; from += PART_BYTES) {
            int length = Math.min(PART_BYTES, frame.length - from);
            written = writePart(Unpooled.wrappedBuffer(frame, from, length), length);
        }
        channel.flush();
        if (last) {
            ChannelFuture _ = written.addListener(ChannelFutureListener.CLOSE);
        }
    }

    private ChannelFuture writePart(Object part, int length) {
        return channel.write(part).addListener(ChannelFutureListener.CLOSE_ON_FAILURE).addListener(_ -> {
            unsent.addAndGet(-length);
            sent.addAndGet(length);
            wakeIfRoom();
            readIfRoom();
        });
    }

    private void wakeIfRoom() {
        if (hasRoom()) {
            Runnable next = waiting.getAndSet(null);
            if (next != null) {
                requests.run(next, this);
            }
        }
    }

    private void readIfRoom() {
        if (hasRoom()) {
            Runnable next = reading.getAndSet(null);
            if (next != null) {
                next.run();
            }
        }
    }
}
