package io.trackmc.receiver;

import io.trackmc.proto.engine.Engine;
import io.trackmc.proto.engine.Path;
import io.trackmc.proto.engine.Transmit;
import io.trackmc.proto.event.CounterId;
import io.trackmc.proto.event.Counters;
import io.trackmc.proto.receiver.ReceiverEngine;
import java.util.List;

/**
 * The engine of the present session, as the driver sees it: one after another takes its place, while sockets and driver go on.
 *
 * <p>Counters of engines before are kept summed, so that reports only grow.
 */
final class Sessions implements Engine {

    private ReceiverEngine current;
    private volatile List<Counters> all;
    private int count = 1;

    Sessions(ReceiverEngine first) {
        this.current = first;
        this.all = List.of(first.counters());
    }

    /** The engine of the present session. */
    ReceiverEngine current() {
        return current;
    }

    /** How many engines there were, this one included. */
    int count() {
        return count;
    }

    /** Puts another engine in place of one that has finished. */
    void replace(ReceiverEngine next) {
        Counters before = new Counters();
        all.forEach(before::addAll);
        all = List.of(before, next.counters());
        current = next;
        count++;
    }

    /** Sum of a counter over all sessions. Any thread. */
    long total(CounterId id) {
        return all.stream().mapToLong(counters -> counters.get(id)).sum();
    }

    /** Counters of all sessions: those of the present one, and the sum of those before. Any thread. */
    List<Counters> allCounters() {
        return all;
    }

    @Override
    public void onDatagram(long nowNs, Path path, byte[] bytes, int offset, int length) {
        current.onDatagram(nowNs, path, bytes, offset, length);
    }

    @Override
    public void onTimeout(long nowNs) {
        current.onTimeout(nowNs);
    }

    @Override
    public long nextDeadlineNs() {
        return current.nextDeadlineNs();
    }

    @Override
    public boolean pollTransmit(long nowNs, Transmit out) {
        return current.pollTransmit(nowNs, out);
    }

    @Override
    public int drainEvents(EventHandler handler, int limit) {
        return current.drainEvents(handler, limit);
    }

    @Override
    public Counters counters() {
        return current.counters();
    }
}
