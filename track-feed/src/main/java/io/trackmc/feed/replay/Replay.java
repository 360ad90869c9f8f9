package io.trackmc.feed.replay;

import io.trackmc.feed.mold.MoldWriter;
import io.trackmc.feed.mold.SessionName;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;

/**
 * Publishes all messages of a source at a pace. What is due at one time goes in one frame, until it is full; nothing waits for more. While nothing is due for a
 * while, heartbeats say how far the feed is. One thread; any thread may read the counts.
 *
 * <p>A frame says when its first message was due by the pace, also where a stall made it late: what a stall costs is part of the times that subscribers measure. Messages
 * in one frame were due within {@link #MOST_SPREAD_NS}, or within {@code 1 / }{@link #SPREAD_OF_DELAY} of the time by which the first is late, so that what was missed can be
 * made up for in full frames; times are too long by that much at most, and never too short. Without a pace nothing is due at any time, and a frame says when it was handed
 * over.
 */
public final class Replay {

    /** How often a feed that is silent says how far it is. */
    static final long HEARTBEAT_NS = TimeUnit.SECONDS.toNanos(1);

    /** How far apart the messages of one frame may have been due. */
    static final long MOST_SPREAD_NS = TimeUnit.MICROSECONDS.toNanos(100);

    /** The same where the frame is late: this part of its delay. */
    static final long SPREAD_OF_DELAY = 32;

    private final MoldWriter frame;
    private final Pace pace;
    private final boolean live;
    private final FrameSink sink;
    private final LongConsumer behind;
    private final WallClock clock = new WallClock();
    private long frameDueNs;
    private long arrivedNs;
    private volatile long messages;
    private volatile long bytes;

    /** Before the first message, for a source that is there as a whole. */
    public Replay(SessionName session, Pace pace, FrameSink sink) {
        this(session, pace, false, sink, _ -> {});
    }

    /**
     * Before the first message.
     *
     * @param live whether messages come into being while they are published, as those of a pipe do: none is due before it was read
     * @param behind hears, where there is a pace, for each frame how many nanoseconds after it was due it is handed over
     */
    public Replay(SessionName session, Pace pace, boolean live, FrameSink sink, LongConsumer behind) {
        this.frame = new MoldWriter(session, 1);
        this.pace = pace;
        this.live = live;
        this.sink = sink;
        this.behind = behind;
    }

    /**
     * Publishes everything, and the end of the session.
     *
     * @throws IOException when the source cannot be read
     * @throws InterruptedException when the thread is interrupted while it waits; the session was not ended then
     */
    public void run(MessageSource source) throws IOException, InterruptedException {
        long beginNs = System.nanoTime();
        arrivedNs = beginNs;
        long firstRecordedNs = -1;
        while (isThereMore(source)) {
            if (firstRecordedNs < 0) {
                firstRecordedNs = source.recordedNs();
            }
            long dueNs = beginNs + pace.dueNs(messages, bytes, source.recordedNs() - firstRecordedNs);
            awaitDue(dueNs);
            add(source, live && arrivedNs - dueNs > 0 ? arrivedNs : dueNs);
        }
        flush();
        sink.send(frame.bytes(), 0, frame.finishSession(wallClockNs()));
    }

    private void add(MessageSource source, long dueNs) throws InterruptedException {
        if (!frame.hasRoomFor(source.length()) || (isPaced() && dueNs - frameDueNs > spreadNs())) {
            flush();
        }
        if (frame.isEmpty()) {
            frameDueNs = dueNs;
        }
        frame.add(source.bytes(), source.offset(), source.length());
        count(source.length());
    }

    private long spreadNs() {
        return Math.max(MOST_SPREAD_NS, (System.nanoTime() - frameDueNs) / SPREAD_OF_DELAY);
    }

    private boolean isPaced() {
        return !pace.equals(Pace.AS_FAST_AS_POSSIBLE);
    }

    /** What was published goes before anybody waits for who writes the source. */
    private boolean isThereMore(MessageSource source) throws IOException, InterruptedException {
        if (source.isNextHere()) {
            return source.next();
        }
        flush();
        boolean more = source.next();
        arrivedNs = System.nanoTime();
        return more;
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
        if (frame.isEmpty()) {
            return;
        }
        if (isPaced()) {
            behind.accept(System.nanoTime() - frameDueNs);
            sink.send(frame.bytes(), 0, frame.finish(clock.at(frameDueNs)));
        } else {
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
        return WallClock.nowNs();
    }
}
