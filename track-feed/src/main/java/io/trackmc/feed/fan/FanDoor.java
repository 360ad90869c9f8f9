package io.trackmc.feed.fan;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Takes in who connects, on a thread of its own, until it is closed. What fails, for want of file descriptors for example, is tried again after a rest, each longer. */
final class FanDoor implements AutoCloseable {

    private static final long LEAST_REST_NS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long MOST_REST_NS = TimeUnit.SECONDS.toNanos(1);

    private final Source source;
    private final Host host;
    private final AtomicLong failures = new AtomicLong();
    private final Thread thread;
    private volatile boolean closed;

    /** Where connections come from. */
    interface Source {
        SocketChannel accept() throws IOException;
    }

    /** Who takes them. */
    interface Host {
        void admit(SocketChannel channel) throws IOException;
    }

    FanDoor(Source source, Host host) {
        this.source = source;
        this.host = host;
        this.thread = Thread.ofPlatform().name("track-fan-accept").daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    private void run() {
        long restNs = LEAST_REST_NS;
        while (!closed) {
            try {
                host.admit(source.accept());
                restNs = LEAST_REST_NS;
            } catch (ClosedChannelException _) {
                return; // by us, or by an interrupt
            } catch (IOException _) {
                failures.incrementAndGet();
                LockSupport.parkNanos(restNs);
                restNs = Math.min(2 * restNs, MOST_REST_NS);
            }
        }
    }

    /** How often it failed. */
    long failures() {
        return failures.get();
    }

    /** Ends; what it listens on is to be closed by its owner. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
