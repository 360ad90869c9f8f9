package io.trackmc.perf.stage;

import io.trackmc.proto.engine.Endpoint;
import io.trackmc.proto.engine.Engine;
import io.trackmc.proto.engine.Invariants;
import io.trackmc.proto.engine.Path;
import io.trackmc.proto.engine.Transmit;
import io.trackmc.proto.protect.HopKeys;
import io.trackmc.proto.protect.HopSealer;
import io.trackmc.proto.receiver.ReceiverEngine;
import io.trackmc.proto.receiver.ReceiverState;
import io.trackmc.proto.repairhead.RepairHeadEngine;
import io.trackmc.proto.sender.SenderEngine;
import io.trackmc.proto.wire.InnerHeader;
import io.trackmc.proto.wire.MessageType;
import io.trackmc.proto.wire.NackMessage;
import io.trackmc.proto.wire.OuterHeader;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a repair costs a repair head: from the Nack that comes, which it verifies, to the datagrams that it has written into a direct buffer, with
 * all of its cryptography and without sockets. The child's sealing of the Nack is in it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 8, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = {"-XX:+UseCompactObjectHeaders", "--enable-native-access=ALL-UNNAMED"})
public class RepairStages {

    private static final int MANY = 64;
    private static final int EVERY = 2;
    private static final long TURN_NS = 100_000;
    private static final long LONGEST_SETTLING_NS = 10_000_000_000L;

    /** A child's share of repairs is 28 MB/s. */
    private static final long REPAIR_NS = 60_000;

    /** Bytes of a message, each in a packet of its own. */
    @Param({"200", "1200"})
    public int message;

    private final Nodes nodes = new Nodes();
    private final SenderEngine sender = nodes.sender();
    private final RepairHeadEngine repairHead = nodes.repairHead();
    private final ReceiverEngine receiver = nodes.receiver(Nodes.REPAIR_HEAD, keysThatShowTheirSealer());
    private final Transmit transmit = new Transmit(Nodes.CONFIG.datagramBytes());
    private final Path path = new Path();
    private final Endpoint receiverAt = Nodes.endpoint(Nodes.RECEIVER);
    private final NackMessage nack = new NackMessage();
    private final byte[] asking = new byte[Nodes.CONFIG.datagramBytes()];
    private final ByteBuffer out = ByteBuffer.allocateDirect(MANY * Nodes.CONFIG.datagramBytes());
    private @Nullable HopSealer up;
    private long nowNs;
    private long turnedNs;
    private long lowest;
    private long highest;
    private long next;

    @Setup
    public void fillStore() {
        sender.start(nowNs);
        repairHead.start(nowNs);
        receiver.start(nowNs);
        while (receiver.state() == ReceiverState.JOINING || sender.receiverCount() == 0) {
            nowNs += TURN_NS;
            turn();
            Invariants.check(nowNs < LONGEST_SETTLING_NS, "a receiver binds soon");
        }
        sender.begin();
        byte[] bytes = new byte[message];
        int packets = 2 * Nodes.CONFIG.storePackets();
        for (int taken = 0; taken < packets;) {
            taken += sender.offer(bytes, 0, message, 0) > 0 ? 1 : 0;
            nowNs += TURN_NS;
            turn();
        }
        highest = repairHead.cumAck();
        lowest = highest - Nodes.CONFIG.storePackets() + 1;
        next = lowest;
    }

    /** A Nack asks for one packet. */
    @Benchmark
    public int repairOne() {
        return repair(1);
    }

    /** A Nack asks for many packets, of which each is a loss of its own. */
    @Benchmark
    @OperationsPerInvocation(MANY)
    public int repairMany() {
        return repair(MANY);
    }

    private int repair(int packets) {
        nowNs += packets * REPAIR_NS;
        if (nowNs - turnedNs >= MANY * REPAIR_NS) {
            turn();
        }
        int length = ask(packets);
        repairHead.onDatagram(nowNs, path.set(Path.Channel.UNICAST, receiverAt.high(), receiverAt.low(),
                receiverAt.port()), asking, 0, length);
        out.clear();
        int repairs = 0;
        while (repairHead.pollTransmit(nowNs, transmit)) {
            if (OuterHeader.typeCode(transmit.bytes(), 0) == MessageType.RDATA.code()) {
                out.put(transmit.bytes(), 0, transmit.length());
                repairs++;
            } else {
                handOn(Nodes.REPAIR_HEAD);
            }
        }
        Invariants.check(repairs == packets, "everything that was asked for is repaired at once");
        return out.position();
    }

    private int ask(int packets) {
        if (next + (long) packets * EVERY > highest) {
            next = lowest;
        }
        nack.reset();
        nack.stream(InnerHeader.STREAM_DATA);
        for (int i = 0; i < packets; i++) {
            nack.addRange(next, 1);
            next += EVERY;
        }
        int outerLength = nack.pack().write(asking, 0);
        return Objects.requireNonNull(up).seal(asking, 0, outerLength);
    }

    /** What happens besides, so that nobody is given up. */
    private void turn() {
        turnedNs = nowNs;
        timeOut(sender);
        carry(sender, Nodes.SENDER);
        timeOut(repairHead);
        carry(repairHead, Nodes.REPAIR_HEAD);
        timeOut(receiver);
        receiver.deliver(nowNs, (_, _, _, _) -> true, Integer.MAX_VALUE);
        carry(receiver, Nodes.RECEIVER);
    }

    private void timeOut(Engine engine) {
        long dueNs = engine.nextDeadlineNs();
        if (dueNs != Engine.NO_DEADLINE && dueNs - nowNs <= 0) {
            engine.onTimeout(nowNs);
        }
        engine.drainEvents(_ -> {}, Integer.MAX_VALUE);
    }

    private void carry(Engine engine, int from) {
        while (engine.pollTransmit(nowNs, transmit)) {
            handOn(from);
        }
    }

    private void handOn(int from) {
        Endpoint to = transmit.endpoint();
        switch (transmit.destination()) {
            case DATA -> handToOthers(from);
            case REGION -> hand(from + 1, from, Path.Channel.REGION);
            case UNICAST -> hand(Nodes.nodeAt(Objects.requireNonNull(to)), from, Path.Channel.UNICAST);
        }
    }

    private void handToOthers(int from) {
        for (int node = Nodes.SENDER; node <= Nodes.RECEIVER; node++) {
            if (node != from) {
                hand(node, from, Path.Channel.DATA);
            }
        }
    }

    private void hand(int to, int from, Path.Channel channel) {
        Endpoint at = Nodes.endpoint(from);
        Engine engine = switch (to) {
            case Nodes.SENDER -> sender;
            case Nodes.REPAIR_HEAD -> repairHead;
            default -> receiver;
        };
        engine.onDatagram(nowNs, path.set(channel, at.high(), at.low(), at.port()), transmit.bytes(), 0,
                transmit.length());
    }

    /** The child has one sealer to its parent, with which it counts what it sends: Nacks made here go through it too. */
    private HopKeys keysThatShowTheirSealer() {
        return (HopKeys) Proxy.newProxyInstance(HopKeys.class.getClassLoader(), new Class<?>[] {HopKeys.class},
                (_, method, arguments) -> {
                    Object made = method.invoke(nodes.receiverHops, arguments);
                    if (method.getName().equals("upSealer")) {
                        up = (HopSealer) made;
                    }
                    return made;
                });
    }
}
