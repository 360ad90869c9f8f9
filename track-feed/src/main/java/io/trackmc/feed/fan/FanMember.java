package io.trackmc.feed.fan;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.function.Consumer;

/** One local process: its queue, and the thread that writes to it. */
final class FanMember implements AutoCloseable {

    private final SocketChannel channel;
    private final FanQueue queue;
    private final Thread writer;
    private final Consumer<FanMember> gone;

    FanMember(SocketChannel channel, int queueBytes, Consumer<FanMember> gone) {
        this.channel = channel;
        this.queue = new FanQueue(queueBytes);
        this.gone = gone;
        this.writer = Thread.ofPlatform().name("track-fan").daemon().unstarted(this::write);
    }

    void start() {
        writer.start();
    }

    FanQueue queue() {
        return queue;
    }

    private void write() {
        try (channel) {
            for (byte[] frame = queue.take(); frame != null; frame = queue.take()) {
                ByteBuffer left = ByteBuffer.wrap(frame);
                while (left.hasRemaining()) {
                    channel.write(left);
                }
            }
        } catch (IOException | InterruptedException _) {
            // It has gone, or is sent away: whoever waits for room in its queue goes on.
        } finally {
            queue.close();
            gone.accept(this);
        }
    }

    /** Sends it away now. */
    void cut() {
        queue.close();
        writer.interrupt();
    }

    /** Waits until it has got everything. */
    void awaitEnd() throws InterruptedException {
        writer.join();
    }

    @Override
    public void close() {
        cut();
    }
}
