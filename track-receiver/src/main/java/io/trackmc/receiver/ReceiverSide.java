package io.trackmc.receiver;

import io.trackmc.keys.transport.file.JsonText;
import io.trackmc.net.metrics.FigureId;
import io.trackmc.net.metrics.NodeFigures;
import io.trackmc.net.metrics.Readiness;
import io.trackmc.net.node.ChangingKeys;
import io.trackmc.net.node.DriverSide;
import io.trackmc.net.node.DropCounts;
import io.trackmc.net.node.NodeExpelledException;
import io.trackmc.net.node.NodeSetup;
import io.trackmc.net.node.ServiceWatch;
import io.trackmc.net.tree.ParentEvent;
import io.trackmc.proto.engine.EngineEvent.Expelled;
import io.trackmc.proto.engine.EngineEvent.Finished;
import io.trackmc.proto.engine.EngineEvent.LeftBehind;
import io.trackmc.proto.engine.EngineEvent.ParentBound;
import io.trackmc.proto.engine.EngineEvent.ParentLost;
import io.trackmc.proto.engine.EngineEvent.SessionClosed;
import io.trackmc.proto.engine.EngineEvent.SessionOpened;
import io.trackmc.proto.engine.EngineEvent.Unrecoverable;
import io.trackmc.proto.engine.EngineEvent;
import io.trackmc.proto.event.CounterId;
import io.trackmc.proto.event.Counters;
import io.trackmc.proto.event.DurationBuckets;
import io.trackmc.proto.fragment.MessageHandler;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.receiver.ReceiverEngine;
import io.trackmc.proto.receiver.ReceiverState;
import io.trackmc.proto.tree.SessionState;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The receiver's side of the driver: hands messages and events to the application in the order of the stream, confirms what the
 * application is through with, and passes from session to session. On the driver's thread.
 *
 * <p>What the application has no room for stays in the engine's window, which holds the sender back.
 */
final class ReceiverSide implements DriverSide {

    private static final int PACKETS_PER_TURN = 256;
    private static final int EVENTS_PER_TURN = 4096;
    private static final int NO_PARENT = 0;

    private final Sessions sessions;
    private final SessionMaker maker;
    private final NodeSetup setup;
    private final ChangingKeys keys;
    private final Outlet outlet;
    private final StreamEvents events;
    private final Checkpoints checkpoints = new Checkpoints();
    private final MessageHandler toApplication = this::hand;
    private long confirmedSequence;
    private int parent = NO_PARENT;
    private int parentLevel = -1;
    private final FailoverMeter failovers;
    private final ServiceWatch service;
    private final CatchUp catchUp;
    private long turnNs;
    private long opened;
    private boolean abandoned;
    /** Written before what is confirmed, and read after it. */
    private volatile @Nullable Incarnation whole;
    private @Nullable RuntimeException refused;
    private boolean finished;
    private boolean leaving;
    private boolean over;

    ReceiverSide(Sessions sessions, SessionMaker maker, NodeSetup setup, ChangingKeys keys, Outlet outlet,
            ServedListener served) {
        this.sessions = sessions;
        this.maker = maker;
        this.setup = setup;
        this.keys = keys;
        this.outlet = outlet;
        this.events = new StreamEvents(outlet);
        this.catchUp = new CatchUp(
                (newParent, nowNs) -> setup.watch().parents().add(nowNs, ParentEvent.caughtUp(newParent)));
        this.service = new ServiceWatch(setup.bundle().sourceId(), (newParent, nowNs) -> {
            setup.watch().parents().add(nowNs, ParentEvent.served(newParent));
            catchUp.begin(newParent, sessions.current().highestSequence());
            served.onServed(newParent, nowNs);
        });
        this.failovers = new FailoverMeter(setup.config().protocol().tree());
    }

    @Override
    public boolean drain(long nowNs) {
        turnNs = nowNs;
        ReceiverEngine engine = sessions.current();
        engine.drainEvents(this, EVENTS_PER_TURN); // gaps must be known before what follows them is delivered
        service.look(nowNs, engine.counters());
        catchUp.look(nowNs, engine.deliveredSequence());
        if (leaving) {
            return leaveOn();
        }
        if (abandoned) {
            return abandonOn(nowNs);
        }
        confirm(nowNs, engine);
        long before = outlet.putCount();
        boolean refused = deliver(nowNs, engine);
        checkpoints.add(outlet.lastOfContent(), engine.deliveredSequence());
        confirm(nowNs, engine);
        if (outlet.putCount() != before) {
            outlet.wakeApplication();
        }
        if (finished && !refused && !engine.hasDeliveries() && events.isEmpty()) {
            passOn(nowNs);
        }
        return !refused && engine.hasDeliveries();
    }

    @Override
    public void run(long nowNs) {
        // Everything is done before transmits, so that Tracks tell of it.
    }

    @Override
    public void onEvent(EngineEvent event) {
        switch (event) {
            case SessionOpened e -> {
                opened++;
                place(e);
            }
            case Unrecoverable e -> place(e);
            case SessionClosed e -> {
                outlet.confirmationUrgent(true);
                place(e);
            }
            case ParentBound e -> {
                parent = e.parent();
                parentLevel = e.level();
                failovers.bound(turnNs);
                service.bound(e.parent(), e.failover(), sessions.current().counters());
            }
            case ParentLost e -> {
                parent = NO_PARENT;
                failovers.lost(turnNs, e.why());
                service.lost();
            }
            case Expelled e -> {
                if (e.nodeId() == setup.config().self().id()) {
                    refused = new NodeExpelledException(setup.config().self().name(), setup.config().groupName());
                }
            }
            case LeftBehind e -> maker.leftBehind(e.layer());
            case Finished _ -> {
                finished = true;
                maker.wakeDriver();
            }
            default -> {}
        }
        setup.events().onEvent(event);
    }

    /** The application has all that a session brings; said before it confirms that. Any thread. */
    void holdWhole(Incarnation session) {
        whole = session;
    }

    /** Leaves the present session, if one is open; no other is joined. */
    void leave(long nowNs) {
        leaving = true;
        ReceiverEngine engine = sessions.current();
        if (engine.state() == ReceiverState.JOINING) {
            end();
        } else {
            engine.leave(nowNs);
        }
    }

    /** The node has no keys any more: it leaves, and ends when what it has stored is handed over. */
    void refuse(long nowNs, RuntimeException why) {
        refused = why;
        ReceiverEngine engine = sessions.current();
        if (engine.state() == ReceiverState.JOINING) {
            leave(nowNs);
        } else {
            engine.leave(nowNs);
        }
    }

    /** Leaves a session that the application wants no more of; the next run of the source is joined. */
    void abandon(long nowNs, Incarnation session) {
        ReceiverEngine engine = sessions.current();
        if (!leaving && engine.source().equals(session)) {
            abandoned = true;
            engine.leave(nowNs);
        }
    }

    @Override
    public void publish(NodeFigures out, long nowNs) {
        ReceiverEngine engine = sessions.current();
        boolean bound = parent != NO_PARENT;
        out.set(readiness(bound));
        out.set(FigureId.PARENT, parent);
        out.set(FigureId.LEVEL, bound ? parentLevel + 1 : SessionState.DISCONNECTED);
        out.set(FigureId.HIGHEST_SEQUENCE, engine.highestSequence());
        out.set(FigureId.COMPLETE_SEQUENCE, engine.deliveredSequence());
        keys.publish(out);
    }

    @Override
    public Consumer<JsonText> describe() {
        ReceiverEngine engine = sessions.current();
        String over = parent == NO_PARENT ? "" : setup.config().nameOf(parent);
        long highest = engine.highestSequence();
        long delivered = engine.deliveredSequence();
        return out -> {
            if (over.isEmpty()) {
                out.nothing("parent");
            } else {
                out.field("parent", over);
            }
            out.field("highestSequence", highest).field("hasThrough", delivered);
        };
    }

    private Readiness readiness(boolean bound) {
        if (over || (finished && maker.once())) {
            return Readiness.SESSION_OVER;
        }
        if (leaving || refused != null) {
            return Readiness.LEAVING;
        }
        return bound ? Readiness.READY : Readiness.NO_PARENT;
    }

    @Override
    public Incarnation session() {
        return sessions.current().source();
    }

    @Override
    public List<Counters> counters() {
        return sessions.allCounters();
    }

    @Override
    public DurationBuckets gapTimes() {
        return sessions.current().gapTimes();
    }

    ReceiverStatus status(long messages, long bytes) {
        ReceiverEngine engine = sessions.current();
        boolean bound = parent != NO_PARENT;
        return new ReceiverStatus(
                engine.state(),
                engine.source(),
                bound ? setup.config().nameOf(parent) : null,
                bound ? parentLevel : -1,
                engine.firstSequence(),
                engine.highestSequence(),
                engine.deliveredSequence(),
                confirmedSequence,
                engine.closeSequence(),
                engine.isSourceHeard() ? engine.sourceHeardNs() : 0,
                engine.isComplete(),
                messages,
                bytes,
                sessions.total(CounterId.UNRECOVERABLE),
                sessions.total(CounterId.LOSSES_DETECTED),
                sessions.total(CounterId.REPAIRS_RECEIVED),
                sessions.total(CounterId.NACKS_SENT),
                sessions.total(CounterId.FAILOVERS),
                failovers.times(),
                opened,
                keys.status(),
                DropCounts.of(sessions.allCounters()));
    }

    /** Returns whether the application had no room. */
    private boolean deliver(long nowNs, ReceiverEngine engine) {
        if (!deliverOnce(nowNs, engine)) {
            return false;
        }
        outlet.block();
        if (deliverOnce(nowNs, engine)) {
            return true;
        }
        outlet.unblock();
        return false;
    }

    private boolean deliverOnce(long nowNs, ReceiverEngine engine) {
        if (engine.deliver(nowNs, toApplication, PACKETS_PER_TURN)) {
            return true;
        }
        boolean noMore = finished && !engine.hasDeliveries();
        return !events.flush(engine.deliveredSequence(), noMore);
    }

    private boolean hand(long place, byte[] bytes, int offset, int length) {
        return events.flush(sessions.current().deliveredSequence(), false)
                && outlet.put(Outlet.MESSAGE, place, bytes, offset, length);
    }

    private void place(EngineEvent event) {
        events.add(event);
        maker.wakeDriver();
    }

    private void confirm(long nowNs, ReceiverEngine engine) {
        long sequence = checkpoints.through(outlet.confirmed());
        if (sequence > confirmedSequence) {
            if (engine.source().equals(whole)) {
                engine.holdWhole();
            }
            confirmedSequence = sequence;
            engine.confirm(nowNs, sequence);
        }
    }

    /** The session is over and all of it was handed over: the next one, or the end. */
    private void passOn(long nowNs) {
        if (over) {
            return;
        }
        if (maker.once() || refused != null) {
            end();
            return;
        }
        ReceiverEngine next = maker.next(sessions.current().finishedRun());
        if (next == null) {
            return;
        }
        sessions.replace(next);
        finished = false;
        abandoned = false;
        parent = NO_PARENT;
        failovers.forget();
        service.lost();
        confirmedSequence = 0;
        checkpoints.clear();
        outlet.confirmationUrgent(false);
        next.start(nowNs);
    }

    /** Nothing of the session is handed over any more. */
    private boolean abandonOn(long nowNs) {
        events.clear();
        if (finished) {
            passOn(nowNs);
        }
        return false;
    }

    /** Nothing is handed over any more, so that leaving does not wait for an application that does not poll. */
    private boolean leaveOn() {
        if (finished && !over) {
            end();
        }
        return false;
    }

    private void end() {
        over = true;
        outlet.end();
        RuntimeException why = refused;
        if (why != null) {
            maker.refused(why);
        } else {
            maker.ended();
        }
    }
}
