package io.trackmc.feed.fan;

import io.trackmc.feed.mold.MoldWriter;
import io.trackmc.feed.mold.SessionName;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Hands a feed on to local processes that connect to a Unix domain socket: to each, from the message on that comes next, a stream of frames, each behind four
 * bytes of length. Each has a bounded queue of its own; {@link SlowReader} says what a full one means. A process writes one byte, whichever, to say that it is a
 * reader; one that writes none gets the feed too, but is not waited for, and one that closes its side without a word is gone.
 *
 * <p>{@link #message} and {@link #end} are for one thread at a time; a thread takes in who connects, and one for each process writes.
 */
public final class FanServer implements AutoCloseable {

    /** Bytes that wait for one process when nothing else is said. */
    public static final int DEFAULT_QUEUE_BYTES = 4 << 20;

    /** Most processes at one time; a further one is turned away. */
    public static final int MAX_MEMBERS = 64;

    /** How long readers have at the end for what they have not read, where who is slow is dropped. */
    public static final Duration LAST_PATIENCE = Duration.ofSeconds(5);

    static final int LENGTH_BYTES = 4;

    private final SocketFile socket;
    private final SlowReader slow;
    private final int queueBytes;
    private final List<FanMember> members = new CopyOnWriteArrayList<>();
    private final AtomicLong joined = new AtomicLong();
    private final AtomicLong cutOff = new AtomicLong();
    private final CountDownLatch expected;
    private final AtomicLong turnedAway = new AtomicLong();
    private final FanDoor door;
    private @Nullable SessionName session;
    private @Nullable MoldWriter writer;

    private FanServer(SocketFile socket, SlowReader slow, int queueBytes, int expected) {
        this.socket = socket;
        this.slow = slow;
        this.queueBytes = queueBytes;
        this.expected = new CountDownLatch(expected);
        this.door = new FanDoor(socket.channel()::accept, this::admit);
    }

    /**
     * Begins to listen.
     *
     * @param path of the socket's file, which is there for its owner alone, and goes when this is closed
     * @param queueBytes that wait for one process
     * @param expected processes for which {@link #awaitExpected} waits
     * @throws IOException when that is not possible
     */
    public static FanServer listen(Path path, SlowReader slow, int queueBytes, int expected) throws IOException {
        FanServer server = new FanServer(SocketFile.listen(path), slow, queueBytes, expected);
        server.door.start();
        return server;
    }

    private void admit(SocketChannel channel) throws IOException {
        if (members.size() >= MAX_MEMBERS) {
            turnedAway.incrementAndGet();
            channel.close();
            return;
        }
        FanMember member = new FanMember(channel, queueBytes, this::known, members::remove);
        members.add(member);
        member.start();
    }

    /** A connection has turned out to be a reader. */
    private void known() {
        joined.incrementAndGet();
        expected.countDown();
    }

    /**
     * Waits until as many processes as were expected have connected and said that they read; false when they have not in this time.
     *
     * @throws InterruptedException when the thread is interrupted while it waits
     */
    public boolean awaitExpected(long timeout, TimeUnit unit) throws InterruptedException {
        return expected.await(timeout, unit);
    }

    /**
     * Hands one message to everybody who is there; with {@link SlowReader#WAIT}, waits for room in every queue.
     *
     * @param sequence of the message in its session, from 1
     * @param publishedNs when it was published: nanoseconds since 1970, by the publisher's clock
     * @throws InterruptedException when the thread is interrupted while it waits; some may have the message then
     */
    public void message(SessionName of, long sequence, long publishedNs, byte[] bytes, int offset, int length)
            throws InterruptedException {
        if (members.isEmpty()) {
            return;
        }
        MoldWriter frame = writer(of, sequence);
        frame.add(bytes, offset, length);
        hand(framed(frame, frame.finish(publishedNs)));
    }

    /**
     * Tells everybody that the session is over before this sequence.
     *
     * @param sequence one more than that of the last message, from 1
     * @param publishedNs when the end was published: nanoseconds since 1970, by the publisher's clock
     * @throws InterruptedException when the thread is interrupted while it waits for room in a queue
     */
    public void end(SessionName of, long sequence, long publishedNs) throws InterruptedException {
        MoldWriter frame = writer(of, sequence);
        hand(framed(frame, frame.finishSession(publishedNs)));
    }

    /** One writer goes on as long as nothing is missing. */
    private MoldWriter writer(SessionName of, long sequence) {
        MoldWriter present = writer;
        if (present == null || !of.equals(session) || present.nextSequence() != sequence) {
            present = new MoldWriter(of, sequence);
            session = of;
            writer = present;
        }
        return present;
    }

    private static byte[] framed(MoldWriter frame, int length) {
        return ByteBuffer.allocate(LENGTH_BYTES + length).putInt(length).put(frame.bytes(), 0, length).array();
    }

    private void hand(byte[] frame) throws InterruptedException {
        for (FanMember member : members) {
            if (slow == SlowReader.WAIT) {
                member.queue().put(frame);
            } else if (!member.queue().offer(frame)) {
                cutOff.incrementAndGet();
                member.cut();
            }
        }
    }

    /** Processes that are there now. */
    public int members() {
        return members.size();
    }

    /** Connections beyond the limit. */
    public long turnedAway() {
        return turnedAway.get();
    }

    /** How often a connection could not be taken in; it was tried again. */
    public long acceptFailures() {
        return door.failures();
    }

    /** Processes that have ever come: those that have said that they read, or were sent something. */
    public long joined() {
        return joined.get();
    }

    /** Processes that were cut off because they were slow. */
    public long cutOff() {
        return cutOff.get();
    }

    /**
     * Waits until everybody has read everything, and sends them away; where who is slow is dropped, who does not read on within {@link #LAST_PATIENCE} is too.
     *
     * @throws InterruptedException when the thread is interrupted while it waits
     */
    public void finish() throws InterruptedException {
        List<FanMember> present = Arrays.asList(members.toArray(FanMember[]::new));
        present.forEach(member -> member.queue().finish());
        long sinceNs = System.nanoTime();
        for (FanMember member : present) {
            if (slow == SlowReader.WAIT) {
                member.awaitEnd();
            } else if (!member.awaitEnd(LAST_PATIENCE.minusNanos(System.nanoTime() - sinceNs))) {
                cutOff.incrementAndGet();
                member.cut();
            }
        }
    }

    /** Sends everybody away at once, and removes the socket's file. */
    @Override
    public void close() throws IOException {
        try {
            socket.close();
        } finally {
            door.close();
            members.forEach(FanMember::cut);
        }
    }
}
