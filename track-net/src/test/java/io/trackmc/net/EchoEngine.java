package io.trackmc.net;

import io.trackmc.proto.engine.Endpoint;
import io.trackmc.proto.engine.Engine;
import io.trackmc.proto.engine.EngineEvent;
import io.trackmc.proto.engine.Path;
import io.trackmc.proto.engine.Transmit;
import io.trackmc.proto.event.CounterId;
import io.trackmc.proto.event.Counters;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * The smallest engine: remembers what it hears, sends what it is told, answers unicast when asked to, and has one timer.
 * Everything but {@link #heard}, {@link #latch} and the counters belongs to the driver's thread.
 */
final class EchoEngine implements Engine {

    /** One datagram heard. */
    record Heard(Path.Channel channel, Endpoint source, ByteBuffer bytes) {

        int number() {
            return bytes.getInt(0);
        }
    }

    private record Outgoing(Transmit.Destination destination, @Nullable Endpoint endpoint, ByteBuffer bytes) {}

    final Queue<Heard> heard = new ConcurrentLinkedQueue<>();
    volatile CountDownLatch latch = new CountDownLatch(0);

    private final Counters counters = new Counters();
    private final Deque<Outgoing> outgoing = new ArrayDeque<>();
    private final Deque<EngineEvent> events = new ArrayDeque<>();
    private final boolean echo;
    private long deadlineNs = NO_DEADLINE;
    private Runnable onTimeout = () -> {};
    private @Nullable RuntimeException failure;

    EchoEngine() {
        this(false);
    }

    EchoEngine(boolean echo) {
        this.echo = echo;
    }

    /** Makes {@link #awaitHeard} wait for so many datagrams from now on. */
    EchoEngine expecting(int datagrams) {
        latch = new CountDownLatch(datagrams);
        return this;
    }

    List<Heard> awaitHeard() {
        Await.latch(latch);
        return List.copyOf(heard);
    }

    void send(Transmit.Destination destination, byte[] bytes) {
        outgoing.add(new Outgoing(destination, null, ByteBuffer.wrap(bytes)));
    }

    void send(Endpoint to, byte[] bytes) {
        outgoing.add(new Outgoing(Transmit.Destination.UNICAST, to, ByteBuffer.wrap(bytes)));
    }

    void event(EngineEvent event) {
        events.add(event);
    }

    void timer(long newDeadlineNs, Runnable action) {
        deadlineNs = newDeadlineNs;
        onTimeout = action;
    }

    void failOnDatagram(RuntimeException newFailure) {
        failure = newFailure;
    }

    int waiting() {
        return outgoing.size();
    }

    @Override
    public void onDatagram(long nowNs, Path path, byte[] bytes, int offset, int length) {
        if (failure != null) {
            throw failure;
        }
        counters.increment(CounterId.DATAGRAMS_RECEIVED);
        byte[] copy = Arrays.copyOfRange(bytes, offset, offset + length);
        heard.add(new Heard(path.channel(), path.source(), ByteBuffer.wrap(copy)));
        if (echo) {
            send(path.source(), copy);
        }
        latch.countDown();
    }

    @Override
    public void onTimeout(long nowNs) {
        if (deadlineNs != NO_DEADLINE && deadlineNs - nowNs <= 0) {
            deadlineNs = NO_DEADLINE;
            onTimeout.run();
        }
    }

    @Override
    public long nextDeadlineNs() {
        return deadlineNs;
    }

    @Override
    public boolean pollTransmit(long nowNs, Transmit out) {
        Outgoing next = outgoing.poll();
        if (next == null) {
            return false;
        }
        int length = next.bytes.remaining();
        next.bytes.get(out.bytes(), 0, length);
        if (next.endpoint == null) {
            out.multicast(next.destination, length);
        } else {
            out.unicast(next.endpoint, length);
        }
        counters.increment(CounterId.DATAGRAMS_SENT);
        return true;
    }

    @Override
    public int drainEvents(EventHandler handler, int limit) {
        int drained = 0;
        while (drained < limit && !events.isEmpty()) {
            handler.onEvent(events.poll());
            drained++;
        }
        return drained;
    }

    @Override
    public Counters counters() {
        return counters;
    }
}
