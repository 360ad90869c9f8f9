package io.trackmc.receiver;

import io.trackmc.proto.engine.EngineEvent;
import io.trackmc.proto.engine.EngineEvent.SessionClosed;
import io.trackmc.proto.engine.EngineEvent.SessionOpened;
import io.trackmc.proto.engine.EngineEvent.Unrecoverable;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.seq.SequenceNumbers;
import io.trackmc.proto.wire.ConfirmOn;
import io.trackmc.proto.wire.CongestionControl;
import io.trackmc.proto.wire.DeliveryOrder;
import io.trackmc.proto.wire.LateJoin;
import io.trackmc.proto.wire.SessionMode;
import io.trackmc.proto.wire.SessionRules;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/**
 * Events that have a place in the order of the stream: they wait here until everything before them was handed over. The driver's
 * thread writes them as records, the application's thread reads those.
 */
final class StreamEvents {

    private static final int MAX_EVENT_BYTES = 48;

    /** No more gaps wait than the window has packets, because a gap is reported only where a packet could have been. */
    private final ArrayDeque<EngineEvent> waiting = new ArrayDeque<>();
    private final Outlet outlet;
    private final ByteBuffer scratch = ByteBuffer.allocate(MAX_EVENT_BYTES);

    StreamEvents(Outlet outlet) {
        this.outlet = outlet;
    }

    void add(EngineEvent event) {
        waiting.add(event);
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Forgets what waits. */
    void clear() {
        waiting.clear();
    }

    /**
     * Hands over the events whose place has come.
     *
     * @param delivered everything up to this sequence was handed over, or is in a gap
     * @param over whether nothing of the session will follow
     * @return false when there was no room for one
     */
    boolean flush(long delivered, boolean over) {
        while (!waiting.isEmpty() && isDue(waiting.getFirst(), delivered, over)) {
            if (!write(waiting.getFirst())) {
                return false;
            }
            waiting.removeFirst();
        }
        return true;
    }

    private static boolean isDue(EngineEvent event, long delivered, boolean over) {
        return switch (event) {
            case Unrecoverable gap -> gap.last() <= delivered;
            case SessionClosed closed -> over || (!closed.aborted() && closed.lastSequence() <= delivered);
            default -> true;
        };
    }

    private boolean write(EngineEvent event) {
        scratch.clear();
        int kind = switch (event) {
            case SessionOpened e -> {
                scratch.putInt(e.source()).putLong(e.incarnation().high()).putLong(e.incarnation().low())
                        .putLong(e.firstSequence());
                SessionRules rules = e.rules();
                scratch.putInt(rules.holdMicros()).put((byte) rules.mode().ordinal())
                        .put((byte) rules.lateJoin().ordinal()).put((byte) rules.order().ordinal())
                        .put((byte) rules.confirmOn().ordinal())
                        .put((byte) rules.congestionControl().ordinal());
                yield Outlet.OPENED;
            }
            case Unrecoverable e -> {
                scratch.putLong(e.first()).putLong(e.last());
                yield Outlet.GAP;
            }
            case SessionClosed e -> {
                scratch.putLong(e.lastSequence()).put((byte) (e.aborted() ? 1 : 0));
                yield Outlet.CLOSED;
            }
            default -> throw new IllegalArgumentException("an event without a place in the stream");
        };
        return outlet.put(kind, 0, scratch.array(), 0, scratch.position());
    }

    /** Hands one record to the application. */
    static void dispatch(int kind, long place, byte[] bytes, int offset, int length, StreamHandler handler) {
        if (kind == Outlet.MESSAGE) {
            handler.onMessage(place, bytes, offset, length);
            return;
        }
        ByteBuffer in = ByteBuffer.wrap(bytes, offset, length);
        switch (kind) {
            case Outlet.OPENED -> dispatch(opened(bytes, offset, length), handler);
            case Outlet.GAP -> handler.onGap(new Unrecoverable(in.getLong(), in.getLong()));
            default -> handler.onSessionClosed(new SessionClosed(in.getLong(), in.get() != 0));
        }
    }

    /** The session of a record of its beginning. */
    static SessionOpened opened(byte[] bytes, int offset, int length) {
        ByteBuffer in = ByteBuffer.wrap(bytes, offset, length);
        return new SessionOpened(in.getInt(), new Incarnation(in.getLong(), in.getLong()), in.getLong(), rules(in));
    }

    private static SessionRules rules(ByteBuffer in) {
        int holdMicros = in.getInt();
        return new SessionRules(SessionMode.values()[in.get()], holdMicros, LateJoin.values()[in.get()],
                DeliveryOrder.values()[in.get()], ConfirmOn.values()[in.get()],
                CongestionControl.values()[in.get()]);
    }

    private static void dispatch(SessionOpened session, StreamHandler handler) {
        handler.onSessionOpened(session);
        if (session.firstSequence() > SequenceNumbers.FIRST) {
            handler.onLateJoin(session.firstSequence());
        }
    }
}
