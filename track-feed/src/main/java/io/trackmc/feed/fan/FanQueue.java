package io.trackmc.feed.fan;

import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** What waits for one local process; bounded in bytes. One thread puts, another takes, any closes. */
final class FanQueue {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<byte[]> waiting = new ArrayDeque<>();
    private final int maxBytes;
    private int bytes;
    private boolean last;
    private boolean closed;

    FanQueue(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Puts one in if there is room, or nothing else; false when there is none. What is put into a closed queue is gone. */
    boolean offer(byte[] frame) {
        lock.lock();
        try {
            return add(frame);
        } finally {
            lock.unlock();
        }
    }

    /** The same, but waits for room. */
    void put(byte[] frame) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!add(frame)) {
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean add(byte[] frame) {
        if (closed) {
            return true;
        }
        if (!waiting.isEmpty() && bytes + frame.length > maxBytes) {
            return false;
        }
        waiting.add(frame);
        bytes += frame.length;
        changed.signalAll();
        return true;
    }

    /** Waits for the next one; null when there will be none. */
    byte @Nullable [] take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (waiting.isEmpty() && !closed && !last) {
                changed.await();
            }
            byte[] frame = closed ? null : waiting.poll();
            if (frame != null) {
                bytes -= frame.length;
                changed.signalAll();
            }
            return frame;
        } finally {
            lock.unlock();
        }
    }

    /** Nothing more will be put in; what waits is still taken. */
    void finish() {
        lock.lock();
        try {
            last = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Throws away what waits; nobody waits any more. */
    void close() {
        lock.lock();
        try {
            closed = true;
            waiting.clear();
            bytes = 0;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
