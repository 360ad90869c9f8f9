package io.trackmc.feed.replay;

import io.trackmc.feed.mold.MoldWriter;
import io.trackmc.feed.mold.SessionName;
import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Publishes all messages of a source at a pace. What is due at one time goes in one frame, until it is full; nothing waits for more. While nothing is due for a
 * while, heartbeats say how far the feed is. One thread; any thread may read the counts.
 */
public final class Replay {

    /** How often a feed that is silent says how far it is. */
    static final long HEARTBEAT_NS = TimeUnit.SECONDS.toNanos(1);

    private final MoldWriter frame;
    private final Pace pace;
    private final FrameSink sink;
    private volatile long messages;
    private volatile long bytes;

    /** Before the first message. */
    public Replay(SessionName session, Pace pace, FrameSink sink) {
        this.frame = new MoldWriter(session, 1);
        this.pace = pace;
        this.sink = sink;
    }

    /**
     * Publishes everything, and the end of the session.
     *
     * @throws IOException when the source cannot be read
     * @throws InterruptedException when the thread is interrupted while it waits; the session was not ended then
     */
    public void run(MessageSource source) throws IOException, InterruptedException {
        long beginNs = System.nanoTime();
        long firstRecordedNs = -1;
        while (isThereMore(source)) {
            if (firstRecordedNs < 0) {
                firstRecordedNs = source.recordedNs();
            }
            awaitDue(beginNs + pace.dueNs(messages, bytes, source.recordedNs() - firstRecordedNs));
            if (!frame.hasRoomFor(source.length())) {
                flush();
            }
            frame.add(source.bytes(), source.offset(), source.length());
            count(source.length());
        }
        flush();
        sink.send(frame.bytes(), 0, frame.finishSession(wallClockNs()));
    }

    /** What was published goes before anybody waits for who writes the source. */
    private boolean isThereMore(MessageSource source) throws IOException, InterruptedException {
        if (!source.isNextHere()) {
            flush();
        }
        return source.next();
    }

    private void awaitDue(long dueNs) throws InterruptedException {
        long waitNs = dueNs - System.nanoTime();
        if (waitNs <= 0) {
            return;
        }
        flush();
        while (waitNs > 0) {
            if (waitNs > HEARTBEAT_NS) {
                sink.send(frame.bytes(), 0, frame.finish(wallClockNs()));
            }
            LockSupport.parkNanos(Math.min(waitNs, HEARTBEAT_NS));
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            waitNs = dueNs - System.nanoTime();
        }
    }

    private void flush() throws InterruptedException {
        if (!frame.isEmpty()) {
            sink.send(frame.bytes(), 0, frame.finish(wallClockNs()));
        }
    }

    /** One writer, so steps are enough. */
    @SuppressWarnings("NonAtomicVolatileUpdate")
    private void count(int length) {
        messages++;
        bytes += length;
    }

    /** Messages published so far. */
    public long messages() {
        return messages;
    }

    /** Their bytes. */
    public long bytes() {
        return bytes;
    }

    /** Nanoseconds since 1970: what frames say about their time, and what is compared with it. */
    public static long wallClockNs() {
        Instant now = Instant.now();
        return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    }
}
