package io.trackmc.feed.line;

import io.trackmc.proto.engine.EngineEvent.SessionClosed;
import io.trackmc.proto.engine.EngineEvent.SessionOpened;
import io.trackmc.receiver.StreamHandler;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The lines of a feed, each polled by a thread of its own, and the one feed that comes out of them.
 *
 * <p>Nothing is lost between the threads: a line that is so far ahead that there is no room waits, and its sender with it, until the other has caught up or the
 * time-out is over; a listener that waits holds all lines back. The time-out is for lines: time for which a listener has waited does not count.
 */
public final class FeedLines {

    private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(5);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private final Arbiter arbiter;
    private long heldUpNs;

    /** With the arbiter that only this uses from now on. */
    public FeedLines(Arbiter arbiter) {
        this.arbiter = arbiter;
    }

    /** Takes what one line brings; for the thread that polls it. Waits where there is no room; an interrupt makes it throw {@link FeedStoppedException}. */
    public StreamHandler handler(int line) {
        return new Handler(line);
    }

    /** A line is over for good. */
    public void ended(int line) {
        lock.lock();
        long nowNs = System.nanoTime();
        try {
            arbiter.gone(nowNs - heldUpNs, line);
        } finally {
            served(nowNs);
            lock.unlock();
        }
    }

    private void end(int line) {
        long nowNs = System.nanoTime();
        try {
            arbiter.ended(nowNs - heldUpNs, line);
        } finally {
            served(nowNs);
        }
    }

    private void look() {
        long nowNs = System.nanoTime();
        try {
            arbiter.onTime(nowNs - heldUpNs);
        } finally {
            served(nowNs);
        }
    }

    private void offer(int line, byte[] bytes, int offset, int length) {
        long nowNs = System.nanoTime();
        try {
            arbiter.offer(nowNs - heldUpNs, line, bytes, offset, length);
        } finally {
            served(nowNs);
        }
    }

    /** A line that could not bring anything because the listener waited has not been silent. */
    private void served(long sinceNs) {
        long tookNs = System.nanoTime() - sinceNs;
        if (tookNs > LOOK_NS) {
            heldUpNs += tookNs;
        }
        moved.signalAll();
    }

    /** Looks at the time, unless a line is being served; to be called a few times in each time-out, by any thread. */
    public void onTime() {
        if (lock.tryLock()) {
            try {
                look();
            } finally {
                lock.unlock();
            }
        }
    }

    /** What has been counted; waits for a line that is being served. */
    public LineCounts counts() {
        lock.lock();
        try {
            return arbiter.counts();
        } finally {
            lock.unlock();
        }
    }

    private final class Handler implements StreamHandler {

        private final int line;

        Handler(int line) {
            this.line = line;
        }

        @Override
        public void onMessage(byte[] bytes, int offset, int length) {
            enter();
            try {
                while (!arbiter.hasRoom(line)) {
                    if (moved.awaitNanos(LOOK_NS) <= 0) {
                        look();
                    }
                }
                FeedLines.this.offer(line, bytes, offset, length);
            } catch (InterruptedException e) {
                throw new FeedStoppedException(e);
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void onSessionOpened(SessionOpened session) {
            enter();
            try {
                arbiter.began(line);
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void onSessionClosed(SessionClosed session) {
            enter();
            try {
                end(line);
            } finally {
                lock.unlock();
            }
        }

        private void enter() {
            try {
                lock.lockInterruptibly();
            } catch (InterruptedException e) {
                throw new FeedStoppedException(e);
            }
        }
    }
}
