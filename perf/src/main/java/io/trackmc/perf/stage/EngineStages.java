package io.trackmc.perf.stage;

import io.trackmc.proto.engine.Endpoint;
import io.trackmc.proto.engine.Engine;
import io.trackmc.proto.engine.Invariants;
import io.trackmc.proto.engine.Path;
import io.trackmc.proto.engine.Transmit;
import io.trackmc.proto.receiver.ReceiverEngine;
import io.trackmc.proto.receiver.ReceiverState;
import io.trackmc.proto.sender.SenderEngine;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A sender's and a receiver's engine on one thread, with all of their cryptography and without sockets: what one message costs both. What is
 * lost is lost between them, and repaired by the sender.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 8, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = {"-XX:+UseCompactObjectHeaders", "--enable-native-access=ALL-UNNAMED"})
public class EngineStages {

    private static final long TURN_NS = 100_000;
    private static final int PACKETS_PER_TURN = 44;
    private static final long LONGEST_SETTLING_NS = 10_000_000_000L;

    /** Bytes of a message. */
    @Param({"32", "200", "1200"})
    public int message;

    /** One of so many datagrams of data is lost; 0 for none. */
    @Param({"0", "100"})
    public int lostOneIn;

    private final Nodes nodes = new Nodes();
    private final SenderEngine sender = nodes.sender();
    private final ReceiverEngine receiver = nodes.receiver(Nodes.SENDER);
    private final Transmit transmit = new Transmit(Nodes.CONFIG.datagramBytes());
    private final Path path = new Path();
    private final Endpoint senderAt = Nodes.endpoint(Nodes.SENDER);
    private final Endpoint receiverAt = Nodes.endpoint(Nodes.RECEIVER);
    private byte[] bytes = {};
    private long nowNs;
    private long offered;
    private long delivered;
    private long sent;

    @Setup
    public void bind() {
        bytes = new byte[message];
        sender.start(nowNs);
        receiver.start(nowNs);
        while (receiver.state() == ReceiverState.JOINING || sender.receiverCount() == 0) {
            turn();
            Invariants.check(nowNs < LONGEST_SETTLING_NS, "a receiver binds soon");
        }
        sender.begin();
    }

    /** One message from the offer to the delivery, on average. */
    @Benchmark
    public long message() {
        while (sender.offer(bytes, 0, message, 0) < 0) {
            turn();
        }
        return ++offered - delivered;
    }

    private void turn() {
        nowNs += TURN_NS;
        timeOut(sender);
        for (int i = 0; i < PACKETS_PER_TURN && sender.pollTransmit(nowNs, transmit); i++) {
            if (transmit.destination() != Transmit.Destination.DATA || lostOneIn == 0 || ++sent % lostOneIn != 0) {
                path.set(channel(), senderAt.high(), senderAt.low(), senderAt.port());
                receiver.onDatagram(nowNs, path, transmit.bytes(), 0, transmit.length());
            }
        }
        sender.drainEvents(_ -> {}, Integer.MAX_VALUE);
        timeOut(receiver);
        long before = receiver.deliveredSequence();
        receiver.deliver(nowNs, this::take, Integer.MAX_VALUE);
        if (receiver.deliveredSequence() != before) {
            receiver.confirm(nowNs, receiver.deliveredSequence());
        }
        receiver.drainEvents(_ -> {}, Integer.MAX_VALUE);
        while (receiver.pollTransmit(nowNs, transmit)) {
            path.set(Path.Channel.UNICAST, receiverAt.high(), receiverAt.low(), receiverAt.port());
            sender.onDatagram(nowNs, path, transmit.bytes(), 0, transmit.length());
        }
    }

    private void timeOut(Engine engine) {
        long dueNs = engine.nextDeadlineNs();
        if (dueNs != Engine.NO_DEADLINE && dueNs - nowNs <= 0) {
            engine.onTimeout(nowNs);
        }
    }

    private Path.Channel channel() {
        return switch (transmit.destination()) {
            case DATA -> Path.Channel.DATA;
            case REGION -> Path.Channel.REGION;
            case UNICAST -> Path.Channel.UNICAST;
        };
    }

    private boolean take(long place, byte[] from, int offset, int length) {
        delivered++;
        return true;
    }
}
