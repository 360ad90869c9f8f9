package io.trackmc.sim.fuzz;

import io.trackmc.proto.engine.Endpoint;
import io.trackmc.proto.engine.Engine;
import io.trackmc.proto.engine.Path;
import io.trackmc.proto.engine.Transmit;
import io.trackmc.proto.protect.HopKeys;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.time.Deadlines;
import io.trackmc.proto.wire.OuterHeader;
import io.trackmc.sim.tree.Place;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/**
 * A group on a table: engines with a fixed delay between them, exact clocks, and no chance but that of their own seeds. Small
 * and quick, so that a fuzzer can run it thousands of times.
 *
 * <p>Fails when an engine throws, sends what is not well-formed, stays due after its time-out, or never stops sending.
 */
final class Bench {

    /** Clocks wrap round soon after the start. */
    private static final long START_NS = Long.MAX_VALUE - 700_000_000L;

    private static final long DELAY_NS = 50_000;
    private static final int MAX_TURNS_AT_ONCE = 1_000;
    private static final int MAX_DATAGRAMS_AT_ONCE = 5_000;
    private static final int MAX_TIMEOUTS_AT_ONCE = 16;

    final Group group;
    final Transcript transcript = new Transcript();
    final List<Sent> sent = new ArrayList<>();
    private final Map<Integer, BenchNode> nodes = new TreeMap<>();
    private final Map<Integer, Integer> toLose = new HashMap<>();
    private final Deque<Flying> flying = new ArrayDeque<>();
    private final Transmit transmit;
    private final Path path = new Path();
    private final WellFormed wellFormed = new WellFormed();
    private final Set<ByteBuffer> authentic = new HashSet<>();
    private final Set<ByteBuffer> accepted = new HashSet<>();
    private final Map<ByteBuffer, byte[]> inners = new LinkedHashMap<>();
    private int watched;
    private long nowNs = START_NS;
    private long runs;

    private record Flying(long dueNs, int to, Sent datagram) {}

    /** Starts all nodes of a group. */
    Bench(Group group, long firstRun) {
        this.group = group;
        this.transmit = new Transmit(group.config().datagramBytes());
        this.runs = firstRun;
        group.topology().places().forEach(place -> restart(place.id()));
    }

    long nowNs() {
        return nowNs;
    }

    BenchNode node(int id) {
        return nodes.get(id);
    }

    /** Starts a node anew, with a later incarnation than any before. */
    void restart(int id) {
        runs++;
        nodes.put(id, new BenchNode(group, id, new Incarnation(runs, runs * 0x9E37_79B9_7F4A_7C15L), nowNs));
    }

    /** From now on incarnations begin after {@code run}. */
    void skipRuns(long run) {
        runs = run;
    }

    /** Loses what is under way. */
    void loseAllFlying() {
        flying.clear();
    }

    /** Loses the next datagrams that would reach a node. */
    void loseNext(int id, int datagrams) {
        toLose.put(id, datagrams);
    }

    /** Hands a datagram to a node at once, as if it came from the unicast socket of {@code from}. */
    void deliver(int to, Path.Channel channel, int from, byte[] bytes) {
        BenchNode node = nodes.get(to);
        Endpoint source = Group.endpoint(from);
        path.set(channel, source.high(), source.low(), source.port());
        long drops = node.drops();
        node.engine.onDatagram(nowNs, path, bytes, 0, bytes.length);
        if (to == watched && node.drops() == drops) {
            accepted.add(ByteBuffer.wrap(bytes));
        }
    }

    /** Remembers from now on what this node accepts. */
    void watch(int id) {
        watched = id;
    }

    /** Whether the watched node took a datagram without counting a drop. */
    boolean wasAccepted(byte[] bytes) {
        return accepted.contains(ByteBuffer.wrap(bytes));
    }

    /** Whether a node of this bench sent just these bytes. */
    boolean isAuthentic(byte[] bytes) {
        return authentic.contains(ByteBuffer.wrap(bytes));
    }

    /** The different INNERs that were sent, the oldest first. */
    List<byte[]> inners() {
        return List.copyOf(inners.values());
    }

    /** Lets time pass. */
    void advance(long ns) {
        advanceUntil(() -> false, ns);
    }

    /** Lets time pass until something holds; returns whether it does. */
    boolean advanceUntil(BooleanSupplier condition, long withinNs) {
        long endNs = nowNs + withinNs;
        settle();
        while (!condition.getAsBoolean()) {
            long nextNs = nextNs();
            if (nextNs == Deadlines.NONE || nextNs - endNs > 0) {
                nowNs = endNs;
                settle();
                return condition.getAsBoolean();
            }
            nowNs = nextNs - nowNs > 0 ? nextNs : nowNs;
            settle();
        }
        return true;
    }

    /** Does all that is due now. */
    void settle() {
        int before = sent.size();
        int turns = 0;
        while (turn()) {
            turns++;
            check(turns < MAX_TURNS_AT_ONCE, "the nodes never come to rest");
            check(sent.size() - before < MAX_DATAGRAMS_AT_ONCE, "the nodes never stop sending");
        }
        for (BenchNode node : nodes.values()) {
            for (int i = 0; isDue(node.engine); i++) {
                check(i < MAX_TIMEOUTS_AT_ONCE, "node " + node.id() + " is still due after its time-out was served");
                turn();
            }
        }
    }

    private boolean turn() {
        boolean moved = false;
        while (!flying.isEmpty() && flying.peek().dueNs - nowNs <= 0) {
            Flying next = flying.remove();
            deliver(next.to, channel(next.datagram), next.datagram.from(), next.datagram.bytes());
            moved = true;
        }
        for (BenchNode node : nodes.values()) {
            if (isDue(node.engine)) {
                node.engine.onTimeout(nowNs);
            }
            moved |= node.work(nowNs);
            moved |= transmit(node);
            node.engine.drainEvents(event -> {
                node.events.add(event);
                transcript.add(nowNs, node.id(), event);
            }, Integer.MAX_VALUE);
            transcript.add(nowNs, node.id(), node.delivered.size());
        }
        return moved;
    }

    private boolean transmit(BenchNode node) {
        boolean any = false;
        for (int i = 0; i < MAX_DATAGRAMS_AT_ONCE && node.engine.pollTransmit(nowNs, transmit); i++) {
            any = true;
            Endpoint target = transmit.endpoint();
            int to = target == null ? 0 : nodeAt(target);
            byte[] bytes = Arrays.copyOf(transmit.bytes(), transmit.length());
            wellFormed.check(bytes, group.config().datagramBytes());
            transcript.add(nowNs, node.id(), bytes);
            Sent datagram = new Sent(node.id(), transmit.destination(), to, bytes);
            remember(datagram);
            fly(datagram);
        }
        return any;
    }

    private void remember(Sent datagram) {
        byte[] bytes = datagram.bytes();
        sent.add(datagram);
        authentic.add(ByteBuffer.wrap(bytes));
        int from = OuterHeader.outerLength(bytes, 0);
        int to = bytes.length - HopKeys.ICV_LENGTH;
        if (from < to) {
            byte[] inner = Arrays.copyOfRange(bytes, from, to);
            inners.putIfAbsent(ByteBuffer.wrap(inner), inner);
        }
    }

    private void fly(Sent datagram) {
        for (Place place : group.topology().places()) {
            boolean reached = switch (datagram.destination()) {
                case DATA -> place.role() != Place.Role.SENDER;
                case REGION -> place.parents().contains(datagram.from());
                case UNICAST -> place.id() == datagram.to();
            };
            if (reached && !isLost(place.id())) {
                flying.add(new Flying(nowNs + DELAY_NS, place.id(), datagram));
            }
        }
    }

    private boolean isLost(int id) {
        int left = toLose.getOrDefault(id, 0);
        toLose.put(id, Math.max(0, left - 1));
        return left > 0;
    }

    static Path.Channel channel(Sent datagram) {
        return switch (datagram.destination()) {
            case DATA -> Path.Channel.DATA;
            case REGION -> Path.Channel.REGION;
            case UNICAST -> Path.Channel.UNICAST;
        };
    }

    private static int nodeAt(Endpoint endpoint) {
        return endpoint.port() - Group.endpoint(0).port();
    }

    private long nextNs() {
        long nextNs = flying.isEmpty() ? Deadlines.NONE : flying.peek().dueNs;
        for (BenchNode node : nodes.values()) {
            nextNs = Deadlines.earlier(nextNs, node.engine.nextDeadlineNs());
        }
        return nextNs;
    }

    private boolean isDue(Engine engine) {
        return Deadlines.isDue(engine.nextDeadlineNs(), nowNs);
    }

    private static void check(boolean condition, String message) {
        if (!condition) {
            throw new AssertionError(message);
        }
    }
}
