package io.trackmc.proto.testing;

import io.trackmc.proto.engine.Endpoint;
import io.trackmc.proto.engine.Engine;
import io.trackmc.proto.engine.Path;
import io.trackmc.proto.engine.ProtocolConfig;
import io.trackmc.proto.engine.Transmit;
import io.trackmc.proto.testing.FakeGroup.Member;
import io.trackmc.proto.testing.FakeGroup.Role;
import io.trackmc.proto.wire.MessageType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;

/**
 * A tree of engines and the network between them, in virtual time. Small on purpose: one delay for every packet, and a hook that says
 * what is lost or late. The clock of the engines overflows {@link #OVERFLOW_NS} after the start.
 */
public final class World {

    /** Returned by {@link Fate} for a packet that does not arrive. */
    public static final long LOST = -1;

    /** Ordinary delay of a packet. */
    public static final long DELAY_NS = 100_000;

    /** When the engines' clock passes {@link Long#MAX_VALUE}, after the start. */
    public static final long OVERFLOW_NS = 60_000_000;

    private static final long START_NS = Overflow.in(OVERFLOW_NS);
    private static final long NEVER = Long.MAX_VALUE;
    private static final int MOST_STEPS_AT_ONE_TIME = 50_000;
    private static final int MOST_OUTPUTS_AT_ONCE = 20_000;

    private final ProtocolConfig config;
    private final FakeGroup group = new FakeGroup();
    private final Map<Integer, Node> nodes = new LinkedHashMap<>();
    private final PriorityQueue<Flight> flying = new PriorityQueue<>(
            Comparator.comparingLong(Flight::atNs).thenComparingLong(Flight::number));
    private final List<Sent> sent = new ArrayList<>();
    private final Transmit out;
    private final Path path = new Path();
    private Fate fate = (packet, to) -> DELAY_NS;
    private final Map<Integer, Integer> sentCounts = new HashMap<>();
    private long elapsedNs;
    private long flights;
    private int stepsAtThisTime;

    /** Decides about each copy of each packet. */
    @FunctionalInterface
    public interface Fate {
        /** Delay in nanoseconds, or {@link #LOST}. */
        long of(Sent packet, int to);
    }

    public World(ProtocolConfig config) {
        this.config = config;
        this.out = new Transmit(config.datagramBytes());
    }

    /** The sender; its region is 0. */
    public World sender(int id) {
        return enter(new Member(id, Role.SENDER, 0, List.of()));
    }

    /** A repair head; its region has its own id. */
    public World repairHead(int id, Integer... parents) {
        return enter(new Member(id, Role.REPAIR_HEAD, id, List.of(parents)));
    }

    public World receiver(int id, Integer... parents) {
        return enter(new Member(id, Role.RECEIVER, id, List.of(parents)));
    }

    /** Starts every node that is not running. */
    public World startAll() {
        nodes.keySet().forEach(this::start);
        return this;
    }

    /** Starts one node, as a new run if it ran before. */
    public Node start(int id) {
        Node node = node(id);
        if (!node.isRunning()) {
            node.start(nowNs());
            settle(node);
        }
        return node;
    }

    /** Stops a node without a word. */
    public void crash(int id) {
        node(id).crash();
    }

    public Node node(int id) {
        return Objects.requireNonNull(nodes.get(id), () -> "no node " + id);
    }

    public FakeGroup group() {
        return group;
    }

    /** Ids of all nodes. */
    public List<Integer> ids() {
        return List.copyOf(nodes.keySet());
    }

    /** The clock that engines see. */
    public long nowNs() {
        return START_NS + elapsedNs;
    }

    public long elapsedNs() {
        return elapsedNs;
    }

    /** All packets sent so far, in order. */
    public List<Sent> sent() {
        return sent;
    }

    /** Packets of one type that a node sent. */
    public List<Sent> sent(int from, MessageType type) {
        return sent.stream().filter(p -> p.from() == from && p.is(type)).toList();
    }

    /** How many packets a node has sent since the world began. */
    public int sentCount(int from) {
        return sentCounts.getOrDefault(from, 0);
    }

    /** Forgets what was sent. */
    public void forgetSent() {
        sent.clear();
    }

    /** Sets what happens to packets from now on. */
    public void fate(Fate newFate) {
        fate = newFate;
    }

    /** Everything arrives again. */
    public void heal() {
        fate = (packet, to) -> DELAY_NS;
    }

    /** Puts a datagram into a node's socket, as from {@code source}; what the node answers goes out. */
    public void inject(int to, Path.Channel channel, Endpoint source, byte[] bytes) {
        Node node = node(to);
        path.set(channel, source.high(), source.low(), source.port());
        node.engine().onDatagram(nowNs(), path, bytes, 0, bytes.length);
        settle(node);
    }

    /** Delivers a packet that was sent before once more. */
    public void replay(Sent packet, int to) {
        inject(to, channel(packet), Nodes.endpoint(packet.from()), packet.bytes());
    }

    /** Lets a node's engine and application go on after a command; nothing happens to one that is down. */
    public void settle(int id) {
        if (node(id).isRunning()) {
            settle(node(id));
        }
    }

    /** Runs for a while. */
    public void run(long forNs) {
        long untilNs = elapsedNs + forNs;
        while (step(untilNs)) {
            // Each step is one instant.
        }
        elapsedNs = untilNs;
        stepsAtThisTime = 0;
    }

    /** Runs until a condition holds; fails when it does not within {@code mostNs}. */
    public void runUntil(String what, long mostNs, BooleanSupplier condition) {
        long untilNs = elapsedNs + mostNs;
        while (!condition.getAsBoolean()) {
            if (!step(untilNs)) {
                throw new AssertionError("not within " + mostNs / 1_000_000 + " ms: " + what + describe());
            }
        }
    }

    private String describe() {
        StringBuilder text = new StringBuilder();
        for (Node node : nodes.values()) {
            text.append("\n  node ").append(node.id()).append(node.isRunning() ? " " : " down ").append(node.events());
        }
        int from = Math.max(0, sent.size() - 60);
        for (Sent packet : sent.subList(from, sent.size())) {
            text.append("\n  ").append(packet.elapsedNs() / 1000).append(" us ").append(packet.from()).append(": ")
                    .append(packet);
        }
        return text.toString();
    }

    private World enter(Member member) {
        group.add(member);
        nodes.put(member.id(), new Node(group, member, config));
        return this;
    }

    private boolean step(long untilNs) {
        long nextNs = Math.max(elapsedNs, Math.min(nextFlightNs(), nextDeadlineNs()));
        if (nextNs > untilNs) {
            return false;
        }
        stepsAtThisTime = nextNs == elapsedNs ? stepsAtThisTime + 1 : 0;
        if (stepsAtThisTime > MOST_STEPS_AT_ONE_TIME) {
            throw new AssertionError("time stands still" + describe());
        }
        elapsedNs = nextNs;
        for (Node node : nodes.values()) {
            if (node.isRunning() && deadlineNs(node) <= elapsedNs) {
                node.engine().onTimeout(nowNs());
                settle(node);
            }
        }
        if (nextFlightNs() <= elapsedNs) {
            land(Objects.requireNonNull(flying.poll()));
        }
        return true;
    }

    private void land(Flight flight) {
        if (node(flight.to).isRunning()) {
            inject(flight.to, channel(flight.packet), Nodes.endpoint(flight.packet.from()), flight.packet.bytes());
        }
    }

    private void settle(Node node) {
        int outputs = 0;
        boolean busy = true;
        while (busy) {
            Engine engine = node.engine();
            engine.drainEvents(node.events()::add, Integer.MAX_VALUE);
            busy = node.work(nowNs());
            while (engine.pollTransmit(nowNs(), out)) {
                busy = true;
                route(Sent.of(node.id(), out, elapsedNs));
                if (++outputs > MOST_OUTPUTS_AT_ONCE) {
                    throw new AssertionError("node " + node.id() + " never stops sending" + describe());
                }
            }
        }
        node.engine().drainEvents(node.events()::add, Integer.MAX_VALUE);
    }

    private void route(Sent packet) {
        if (packet.bytes().length > config.datagramBytes()) {
            throw new AssertionError("too long: " + packet);
        }
        sent.add(packet);
        sentCounts.merge(packet.from(), 1, Integer::sum);
        for (Node node : nodes.values()) {
            if (node.id() != packet.from() && isFor(packet, node)) {
                long delayNs = fate.of(packet, node.id());
                if (delayNs != LOST) {
                    flying.add(new Flight(elapsedNs + delayNs, flights++, packet, node.id()));
                }
            }
        }
    }

    private static boolean isFor(Sent packet, Node node) {
        return switch (packet.destination()) {
            case DATA -> node.member().role() != Role.SENDER;
            case REGION -> node.member().parents().contains(packet.from());
            case UNICAST -> packet.to() == node.id();
        };
    }

    private static Path.Channel channel(Sent packet) {
        return switch (packet.destination()) {
            case DATA -> Path.Channel.DATA;
            case REGION -> Path.Channel.REGION;
            case UNICAST -> Path.Channel.UNICAST;
        };
    }

    private long nextFlightNs() {
        Flight next = flying.peek();
        return next == null ? NEVER : next.atNs;
    }

    private long nextDeadlineNs() {
        long nextNs = NEVER;
        for (Node node : nodes.values()) {
            if (node.isRunning()) {
                nextNs = Math.min(nextNs, deadlineNs(node));
            }
        }
        return nextNs;
    }

    /** Deadline of an engine, as time since the start; in the past when it is overdue. */
    private long deadlineNs(Node node) {
        long deadlineNs = node.engine().nextDeadlineNs();
        return deadlineNs == Engine.NO_DEADLINE ? NEVER : deadlineNs - nowNs() + elapsedNs;
    }

    private record Flight(long atNs, long number, Sent packet, int to) {}
}
