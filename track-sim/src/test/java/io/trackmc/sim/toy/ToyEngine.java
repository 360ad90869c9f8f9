package io.trackmc.sim.toy;

import io.trackmc.proto.engine.Endpoint;
import io.trackmc.proto.engine.Engine;
import io.trackmc.proto.engine.EngineEvent;
import io.trackmc.proto.engine.Path;
import io.trackmc.proto.engine.Transmit;
import io.trackmc.proto.event.Counters;
import io.trackmc.proto.event.DropReason;

import java.util.ArrayDeque;
import java.util.Queue;

/** What both toy roles share: an outbox, an event queue, one timer. */
abstract class ToyEngine implements Engine {

    private record Outgoing(ToyFrame frame, Endpoint endpoint) {}

    private final Queue<Outgoing> outbox = new ArrayDeque<>();
    private final Queue<EngineEvent> events = new ArrayDeque<>();
    private final Counters counters = new Counters();
    private long deadlineNs;
    private boolean armed;

    abstract void onFrame(long nowNs, Path path, ToyFrame frame);

    abstract void onTimer(long nowNs);

    final void multicast(ToyFrame frame) {
        outbox.add(new Outgoing(frame, null));
    }

    final void unicast(ToyFrame frame, Endpoint endpoint) {
        outbox.add(new Outgoing(frame, endpoint));
    }

    final void report(EngineEvent event) {
        events.add(event);
    }

    final void arm(long atNs) {
        deadlineNs = atNs;
        armed = true;
    }

    final boolean isArmed() {
        return armed;
    }

    final void disarm() {
        armed = false;
    }

    @Override
    public void onDatagram(long nowNs, Path path, byte[] bytes, int offset, int length) {
        ToyFrame frame = ToyFrame.decode(bytes, offset, length);
        if (frame == null) {
            counters.drop(DropReason.BAD_ICV);
        } else {
            onFrame(nowNs, path, frame);
        }
    }

    @Override
    public void onTimeout(long nowNs) {
        if (armed && deadlineNs - nowNs <= 0) {
            armed = false;
            onTimer(nowNs);
        }
    }

    @Override
    public long nextDeadlineNs() {
        return armed ? deadlineNs : NO_DEADLINE;
    }

    @Override
    public boolean pollTransmit(long nowNs, Transmit out) {
        Outgoing next = outbox.poll();
        if (next == null) {
            return false;
        }
        int length = next.frame.encode(out.bytes());
        if (next.endpoint == null) {
            out.multicast(Transmit.Destination.DATA, length);
        } else {
            out.unicast(next.endpoint, length);
        }
        return true;
    }

    @Override
    public int drainEvents(EventHandler handler, int limit) {
        int drained = 0;
        while (drained < limit && !events.isEmpty()) {
            handler.onEvent(events.remove());
            drained++;
        }
        return drained;
    }

    @Override
    public Counters counters() {
        return counters;
    }
}
