package io.trackmc.feed.fan;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** One local process: its queue, the thread that writes to it, and one that hears whether it is a reader. */
final class FanMember implements AutoCloseable {

    private final SocketChannel channel;
    private final FanQueue queue;
    private final Thread writer;
    private final Runnable known;
    private final Consumer<FanMember> gone;
    private final AtomicBoolean isKnown = new AtomicBoolean();

    FanMember(SocketChannel channel, int queueBytes, Runnable known, Consumer<FanMember> gone) {
        this.channel = channel;
        this.queue = new FanQueue(queueBytes);
        this.known = known;
        this.gone = gone;
        this.writer = Thread.ofPlatform().name("track-fan").daemon().unstarted(this::write);
    }

    void start() {
        writer.start();
        Thread.ofVirtual().name("track-fan-hello").start(this::hear);
    }

    /** Whoever only looked whether somebody listens closes without a word. */
    private void hear() {
        try {
            if (channel.read(ByteBuffer.allocate(1)) > 0) {
                introduce();
            } else {
                cut();
            }
        } catch (IOException _) {
            // It has gone, or is sent away, which its writer finds out.
        }
    }

    private void introduce() {
        if (isKnown.compareAndSet(false, true)) {
            known.run();
        }
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
                introduce();
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

    /** The same, not for longer than that; false when it has not. */
    boolean awaitEnd(Duration longest) throws InterruptedException {
        return writer.join(longest);
    }

    @Override
    public void close() {
        cut();
    }
}
