package io.trackmc.net;

import io.netty.channel.socket.DatagramChannel;
import io.trackmc.proto.engine.Endpoint;
import io.trackmc.proto.engine.Engine;
import io.trackmc.proto.engine.Transmit;
import java.net.InetSocketAddress;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One turn of a driver: commands, timers, transmits, events, and what the role does afterwards. Bounded in each part, so that
 * neither a flood nor a fast sender keeps the others waiting. On the loop's thread only.
 */
final class DriverTurn implements NodeLoop.Turn {

    /** Datagrams sent before sockets are read again, where requests for repairs wait: where devices cut super-packets, each takes ten microseconds. */
    private static final int TRANSMITS_PER_TURN = 2 * SendBatch.MAX_SEGMENTS;

    private static final int EVENTS_PER_TURN = 256;
    private static final int RUNNABLES_PER_TURN = 256;
    private static final int HELD_PER_TURN = 256;

    /**
     * Wait when the socket takes nothing and the engine's deadline stays due because it cannot send. The socket ends this
     * wait as soon as it takes something; time matters only to an engine with other deadlines.
     */
    private static final long BLOCKED_WAIT_NS = 1_000_000;

    /** How long a closing driver waits for the socket to take the last datagrams. */
    private static final long CLOSE_FLUSH_NS = 1_000_000_000;

    /** Centuries, and far from what clocks cannot compare. */
    private static final long FOREVER_NS = Long.MAX_VALUE / 2;

    private final Engine engine;
    private final OpenSockets sockets;
    private final Queue<Runnable> runnables;
    private final CommandSource commands;
    private final AfterTurn afterTurn;
    private final Engine.EventHandler events;
    private final Ingress ingress;
    private final SendBatch batch;
    private final PeerAddresses peers;
    private final Transmit transmit;
    private final DatagramFaults faults;
    private final int maxDatagramBytes;
    private boolean closing;
    private long closeDeadlineNs;

    /** When it will be run again at the latest; written by the loop's thread, read by any. */
    private final AtomicLong dueNs = new AtomicLong(System.nanoTime() + FOREVER_NS);

    DriverTurn(DriverOptions options, Engine engine, NodeSockets node, Queue<Runnable> runnables) {
        this.engine = engine;
        this.sockets = node.sockets();
        this.runnables = runnables;
        this.commands = options.commands();
        this.afterTurn = options.afterTurn();
        this.events = options.events();
        this.faults = options.faults();
        this.maxDatagramBytes = node.config().maxDatagramBytes();
        this.transmit = new Transmit(maxDatagramBytes);
        this.ingress = new Ingress(engine, sockets.endpoint(), options.loss(), faults, sockets.gro(),
                sockets.counters());
        this.batch = new SendBatch(sockets.unicast(), sockets.gso(), sockets.counters());
        this.peers = new PeerAddresses(
                PeerAddresses.DEFAULT_CAPACITY, sockets.interfaceIndex(), sockets.counters());
    }

    /** Lets the sockets be read. */
    void begin() {
        for (DatagramChannel channel : sockets.receivers()) {
            channel.pipeline().get(ReceiveHandler.class).sink(ingress);
            channel.config().setAutoRead(true);
        }
    }

    /** Stops reading; the turn after which everything is out is the last. */
    void beginToClose() {
        closing = true;
        closeDeadlineNs = System.nanoTime() + CLOSE_FLUSH_NS;
        sockets.receivers().forEach(channel -> channel.config().setAutoRead(false));
    }

    @Override
    public long run() {
        sockets.counters().increment(NetCounterId.TURNS);
        throwFailure();
        long nowNs = System.nanoTime();
        boolean more = ingress.release(nowNs, HELD_PER_TURN);
        more |= runRunnables();
        more |= commands.drain(nowNs);
        if (isDue(nowNs)) {
            engine.onTimeout(nowNs);
        }
        more |= sendTransmits(nowNs);
        more |= engine.drainEvents(events, EVENTS_PER_TURN) == EVENTS_PER_TURN;
        afterTurn.run(nowNs);
        long endNs = System.nanoTime();
        long waitNs = waitNs(more, endNs);
        dueNs.setOpaque(endNs + (waitNs == NodeLoop.WAIT_FOREVER ? FOREVER_NS : Math.max(0, waitNs)));
        return waitNs;
    }

    /** How long it is overdue, in nanoseconds; below 0 while it is not. Any thread. */
    long lateNs(long nowNs) {
        return nowNs - dueNs.getOpaque();
    }

    private void throwFailure() {
        Throwable failure = ingress.failure();
        if (failure != null) {
            throw new EngineFailedException(failure);
        }
    }

    private boolean runRunnables() {
        for (int i = 0; i < RUNNABLES_PER_TURN; i++) {
            Runnable next = runnables.poll();
            if (next == null) {
                return false;
            }
            next.run();
        }
        return true;
    }

    private boolean isDue(long nowNs) {
        long deadlineNs = engine.nextDeadlineNs();
        return deadlineNs != Engine.NO_DEADLINE && deadlineNs - nowNs <= 0;
    }

    /** Returns whether the engine may have more to send at once. */
    private boolean sendTransmits(long nowNs) {
        for (int i = 0; i < TRANSMITS_PER_TURN; i++) {
            if (!batch.hasRoom(maxDatagramBytes)) {
                return false;
            }
            if (!engine.pollTransmit(nowNs, transmit)) {
                batch.flush();
                return false;
            }
            send();
        }
        batch.flush();
        return true;
    }

    private void send() {
        InetSocketAddress target = switch (transmit.destination()) {
            case DATA -> sockets.data();
            case REGION -> ownRegion();
            case UNICAST -> peer();
        };
        // A peer may state any port of its own; the kernel refuses port 0, and with it a whole super-packet.
        if (target.getPort() == 0) {
            sockets.counters().increment(NetCounterId.SEND_ERRORS);
        } else if (faults.dropsLeaving(transmit.destination() == Transmit.Destination.UNICAST
                ? transmit.endpoint() : null)) {
            sockets.counters().increment(NetCounterId.SEND_INJECTED);
        } else {
            batch.add(transmit.bytes(), transmit.length(), target);
        }
    }

    private InetSocketAddress ownRegion() {
        InetSocketAddress region = sockets.ownRegion();
        if (region == null) {
            throw new IllegalStateException("the engine sends to its region, but the node was configured without one");
        }
        return region;
    }

    private InetSocketAddress peer() {
        Endpoint endpoint = transmit.endpoint();
        if (endpoint == null) {
            throw new IllegalStateException("the engine sends a unicast datagram to nobody");
        }
        return peers.socketAddress(endpoint);
    }

    private long waitNs(boolean more, long nowNs) {
        if (closing) {
            return waitToCloseNs(more, nowNs);
        }
        if (more) {
            return NodeLoop.DO_NOT_WAIT;
        }
        long deadlineNs = nextDeadlineNs();
        if (deadlineNs == Engine.NO_DEADLINE) {
            return NodeLoop.WAIT_FOREVER;
        }
        if (deadlineNs - nowNs > 0) {
            return deadlineNs - nowNs;
        }
        return batch.isOut() ? NodeLoop.DO_NOT_WAIT : BLOCKED_WAIT_NS;
    }

    /** The engine's, or that of what is held back for it. */
    private long nextDeadlineNs() {
        long engineNs = engine.nextDeadlineNs();
        if (!ingress.holds()) {
            return engineNs;
        }
        long heldNs = ingress.nextDueNs();
        return engineNs == Engine.NO_DEADLINE || heldNs - engineNs < 0 ? heldNs : engineNs;
    }

    private long waitToCloseNs(boolean more, long nowNs) {
        if (closeDeadlineNs - nowNs <= 0 || (!more && batch.isOut())) {
            sockets.loop().stop();
            return NodeLoop.DO_NOT_WAIT;
        }
        return more ? NodeLoop.DO_NOT_WAIT : closeDeadlineNs - nowNs;
    }

    /** Frees memory, once the channels are closed. */
    void release() {
        batch.release();
    }
}
